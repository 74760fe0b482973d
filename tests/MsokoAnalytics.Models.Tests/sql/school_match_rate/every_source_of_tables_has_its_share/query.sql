SELECT source, n_references, n_matched, n_rows, n_rows_matched, match_floor, verdict FROM core.school_match_rate
