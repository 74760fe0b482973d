SELECT school_id, grade, class_label, subject, period_kind, period, n2, n3, n4, n5, n_none, source FROM core.fct_journal_period WHERE subject <> 'Русский  язык'
