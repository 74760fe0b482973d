SELECT metric, our_value, official_value, difference, tolerance, verdict, file_key FROM marts.mart_reconciliation WHERE official_kind = 'journal_comparison' AND scope = 'municipality'
