SELECT scope, scope_id, n_schools, n_schools_preliminary, n_graduates, n_received, n_not_received, n_honours, n_candidates, n_candidates_70, pct_candidates_70 FROM marts.mart_certificate
