SELECT school_id, cohort, academic_year, grade, procedure, level, n_writers, mean_mark, mean_mark_se, percentile, z, n_source_schools, source_schools FROM core.cohort_link
