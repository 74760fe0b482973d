SELECT work_id, scope, scope_id, n_writers, n_schools, mean_score FROM marts.mart_work_results WHERE scope IN ('region', 'municipality')
