SELECT task, task_no, task_max, n, mean_pct, x_pct, task_max_source FROM marts.mart_task_results WHERE scope = 'school'
