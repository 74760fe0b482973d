SELECT work_id, year, wave, grade, scope, scope_id, n3, max_score, mark_source FROM marts.mart_work_results WHERE scope = 'class'
