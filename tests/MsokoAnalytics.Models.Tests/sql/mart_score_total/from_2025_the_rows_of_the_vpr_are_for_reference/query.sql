SELECT t.year, t.points, t.minimum, t.n_scored, t.n_reference, t.is_passed
FROM marts.mart_score_total AS t
WHERE t.rule_set = 'uzlovaya-2021' AND t.criterion_no = 1
