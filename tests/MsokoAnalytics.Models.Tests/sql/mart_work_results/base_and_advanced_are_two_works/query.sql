SELECT work_id, level, scope, n_writers, mean_score, n_marked, mark_source FROM marts.mart_work_results WHERE scope = 'school'
