SELECT t.school_id, t.year, t.context_year, t.hardship, t.is_hard, t.n, t.n_results, t.quality, t.expected, t.difference, t.lo, t.hi, t.is_high, t.n_years_high, t.status, t.is_officially_biased
FROM marts.mart_resilient_school AS t
