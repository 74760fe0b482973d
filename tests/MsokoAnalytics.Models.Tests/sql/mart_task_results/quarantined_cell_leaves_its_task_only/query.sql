SELECT task_no, n, mean_pct FROM marts.mart_task_results WHERE scope = 'school'
