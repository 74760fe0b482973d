SELECT t.school_id, t.year, t.criterion_no, t.points, t.minimum, t.n_scored, t.is_passed
FROM marts.mart_score_total AS t
WHERE t.rule_set = 'example-quality'
