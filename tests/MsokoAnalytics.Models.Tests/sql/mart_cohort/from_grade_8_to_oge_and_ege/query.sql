SELECT work_from, work_to, procedure_from, procedure_to, years_apart, n_from, n_to, mean_mark_change, percentile_change, z_change FROM marts.mart_cohort
