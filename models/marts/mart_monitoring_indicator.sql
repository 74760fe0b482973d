-- Monitoring indicators with their place in the catalogue. A municipality without a row of its own is added up from its schools only
-- where every one of them gives numerator and denominator.
WITH own AS (
  SELECT v.indicator, v.indicator_name, v.scope, v.scope_id, v.year, v.value, v.unit, v.numerator, v.denominator, 1 AS n_objects, 'источник' AS origin
  FROM core.fct_monitoring_value AS v
),
summed AS (
  SELECT
    v.indicator, any_value(v.indicator_name) AS indicator_name, m.municipality_id, v.year, any_value(v.unit) AS unit, sum(v.numerator) AS numerator, sum(v.denominator) AS denominator, count(*) AS n_objects,
    -- Whether the schools' own values are percents of their parts.
    bool_and(abs(v.value - 100 * v.numerator / nullif(v.denominator, 0)) <= 0.06) AS is_percent
  FROM core.fct_monitoring_value AS v
  JOIN core.dim_school AS m ON m.school_id = v.scope_id
  WHERE v.scope = 'school'
  GROUP BY v.indicator, m.municipality_id, v.year
  HAVING count(*) = count(v.numerator) AND count(*) = count(v.denominator) AND sum(v.denominator) > 0 AND count(DISTINCT coalesce(v.unit, '')) = 1
)
SELECT
  t.scope, t.scope_id, t.year, t.indicator, coalesce(c.indicator_name, t.indicator_name) AS indicator_name, c.section, t.value, t.unit, t.numerator, t.denominator,
  CAST(t.n_objects AS INTEGER) AS n_objects, t.origin, c.source_document, coalesce(c.status, 'нет в каталоге') AS catalogue_status
FROM (
  SELECT o.scope, o.scope_id, o.year, o.indicator, o.indicator_name, o.value, o.unit, o.numerator, o.denominator, o.n_objects, o.origin FROM own AS o
  UNION ALL
  SELECT 'municipality', s.municipality_id, s.year, s.indicator, s.indicator_name, CASE WHEN s.is_percent THEN 1e2 ELSE 1e0 END * s.numerator / s.denominator, s.unit, s.numerator, s.denominator, s.n_objects, 'сумма школ'
  FROM summed AS s
  WHERE NOT EXISTS (SELECT 1 FROM own AS o WHERE o.scope = 'municipality' AND o.scope_id = s.municipality_id AND o.indicator = s.indicator AND o.year = s.year)
) AS t
LEFT JOIN core.seed_monitoring_indicator AS c ON c.code = t.indicator
