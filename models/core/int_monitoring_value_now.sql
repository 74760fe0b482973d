-- Monitoring indicators under today's schools. A school that no other has joined keeps its value; parts that all give numerator and denominator are
-- added up; anything else has no value of the joined school.
WITH school AS (
  SELECT v.*, coalesce(n.now_school_id, v.scope_id) AS now_id
  FROM core.fct_monitoring_value AS v
  LEFT JOIN core.map_school_now AS n ON n.school_id = v.scope_id
  WHERE v.scope = 'school'
),
joined AS (
  SELECT
    s.indicator, min(s.indicator_name) AS indicator_name, s.now_id, s.year, count(*) AS n_objects,
    min(s.value) AS value, min(s.unit) AS unit,
    CASE WHEN count(*) = count(s.numerator) THEN sum(s.numerator ORDER BY s.scope_id) END AS numerator,
    CASE WHEN count(*) = count(s.denominator) THEN sum(s.denominator ORDER BY s.scope_id) END AS denominator,
    count(DISTINCT coalesce(s.unit, '')) AS n_units,
    -- Whether the parts' own values are percents or plain quotients of their counts; a value that is neither cannot be made anew.
    bool_and(abs(s.value - 100 * s.numerator / nullif(s.denominator, 0)) <= 0.06) AS is_percent,
    bool_and(abs(s.value - s.numerator / nullif(s.denominator, 0)) <= 0.0006) AS is_quotient
  FROM school AS s
  GROUP BY s.indicator, s.now_id, s.year
)
SELECT v.indicator, v.indicator_name, v.scope, v.scope_id, v.year, v.value, v.unit, v.numerator, v.denominator, 1 AS n_objects, 'источник' AS origin
FROM core.fct_monitoring_value AS v
WHERE v.scope = 'municipality'
UNION ALL
SELECT
  j.indicator, j.indicator_name, 'school', j.now_id, j.year,
  CASE WHEN j.n_objects = 1 THEN j.value WHEN j.is_percent THEN 1e2 * j.numerator / j.denominator ELSE j.numerator / j.denominator END,
  j.unit, j.numerator, j.denominator, CAST(j.n_objects AS INTEGER), CASE WHEN j.n_objects = 1 THEN 'источник' ELSE 'сумма школ' END
FROM joined AS j
WHERE j.n_objects = 1 OR (j.n_units = 1 AND j.denominator > 0 AND j.numerator IS NOT NULL AND (j.is_percent OR j.is_quotient))
