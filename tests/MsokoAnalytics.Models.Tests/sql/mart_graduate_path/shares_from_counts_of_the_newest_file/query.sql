SELECT scope, scope_id, path, n_schools, n, n_graduates, pct, pct_lo, pct_hi FROM marts.mart_graduate_path WHERE scope = 'municipality' ORDER BY path
