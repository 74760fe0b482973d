SELECT t.school_id, t.year, t.base_years, t.n_items, t.n_low, t.n_sure, t.pooled_n, t.pooled_lo, t.status, t.was_listed, t.movement, t.n_years_listed, t.is_officially_listed, t.official_reason
FROM marts.mart_low_results AS t
WHERE t.rule = 'federal-fioko'
