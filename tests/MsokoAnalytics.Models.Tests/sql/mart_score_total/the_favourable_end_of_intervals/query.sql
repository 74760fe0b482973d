SELECT t.criterion_no, t.points, t.points_favourable
FROM marts.mart_score_total AS t
WHERE t.rule_set = 'uzlovaya-2021' AND t.criterion_no IN (0, 1, 3, 4)
