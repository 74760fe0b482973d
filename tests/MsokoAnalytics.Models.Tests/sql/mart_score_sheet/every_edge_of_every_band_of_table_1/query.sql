SELECT s.school_id, s.row_no, s.value, s.status, s.points
FROM marts.mart_score_sheet AS s
WHERE s.rule_set = 'uzlovaya-2021' AND s.value IS NOT NULL
