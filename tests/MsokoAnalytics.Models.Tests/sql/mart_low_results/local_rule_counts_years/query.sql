SELECT t.school_id, t.year, t.n_items, t.n_low, t.n_sure, t.status, t.was_listed, t.movement, t.n_years_listed
FROM marts.mart_low_results AS t
WHERE t.rule = 'local-uzlovaya-2021'
