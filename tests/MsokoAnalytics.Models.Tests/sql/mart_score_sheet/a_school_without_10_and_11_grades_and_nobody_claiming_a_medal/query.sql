SELECT s.school_id, s.row_no, s.status, s.points, s.points_per_100
FROM marts.mart_score_sheet AS s
WHERE s.rule_set = 'uzlovaya-2021' AND s.criterion_no IN (1, 4, 5)
