-- Scores by criterion: of a school as published, of a municipality the unweighted mean of its schools (an assessment of institutions, not of pupils).
SELECT
  'school' AS scope, n.school_id AS scope_id, n.municipality_id, n.school_id AS assessed_school_id, n.year, n.criterion, c.criterion_name, 1 AS n_schools,
  CAST(count(*) OVER (PARTITION BY n.school_id, n.year, n.criterion) AS INTEGER) AS n_institutions, n.score AS score, n.score AS score_min, n.score AS score_max
FROM core.fct_noko AS n
LEFT JOIN core.seed_noko_criterion AS c ON c.criterion = n.criterion
UNION ALL
SELECT
  'municipality', n.municipality_id, n.municipality_id, NULL, n.year, n.criterion, any_value(c.criterion_name), CAST(count(*) AS INTEGER),
  CAST(count(*) AS INTEGER), avg(n.score ORDER BY n.school_id, n.score), min(n.score), max(n.score)
FROM core.fct_noko AS n
LEFT JOIN core.seed_noko_criterion AS c ON c.criterion = n.criterion
GROUP BY n.municipality_id, n.year, n.criterion
