SELECT i.education_level, i.value, i.n, i.hi - i.lo < 1e-12 AS is_a_point
FROM marts.mart_indicator AS i
WHERE i.indicator = 'vpr_mean_pct'
