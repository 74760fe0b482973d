SELECT scope, scope_id, n_writers, source FROM marts.mart_work_results WHERE scope <> 'school'
