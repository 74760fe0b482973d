SELECT 'now' AS view, source, n_writers FROM marts.mart_work_results_now WHERE scope = 'region'
