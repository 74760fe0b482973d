SELECT source, n_references, n_matched, n_rows, n_rows_matched FROM core.school_match_rate
