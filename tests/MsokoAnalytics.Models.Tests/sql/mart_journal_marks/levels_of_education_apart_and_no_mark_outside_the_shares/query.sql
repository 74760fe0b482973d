SELECT scope, scope_id, education_level, n_schools, n_classes, n_marks, n_none, pass_pct, quality_pct, mean_mark FROM marts.mart_journal_marks
