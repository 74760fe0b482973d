SELECT t.school_id, t.criterion_no, t.points, t.minimum_printed, t.minimum, t.n_rows, t.n_scored, t.n_not_applicable, t.n_missing, t.is_passed
FROM marts.mart_score_total AS t
WHERE t.rule_set = 'uzlovaya-2021'
