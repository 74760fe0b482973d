SELECT scope, scope_id, n_enrolled, n_writers, n_schools, mean_score, n2, n3, n4, n5, quality_pct FROM marts.mart_work_results_now
