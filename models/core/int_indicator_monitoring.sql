-- Monitoring indicators of the catalogue. A value without numerator and denominator is its own numerator of one object.
SELECT
  'm662_' || replace(m.indicator, '.', '_') AS indicator,
  'all' AS education_level,
  m.scope,
  m.scope_id,
  m.year,
  CASE WHEN coalesce(m.denominator, 1) > 0 THEN m.value END AS value,
  CAST(CASE WHEN m.denominator IS NULL THEN m.value ELSE coalesce(m.numerator, 0) END AS DOUBLE) AS numerator,
  CAST(CASE WHEN m.value IS NULL THEN 0 ELSE coalesce(m.denominator, 1) END AS DOUBLE) AS denominator,
  CAST(greatest(1, round(coalesce(m.denominator, 1))) AS INTEGER) AS n
FROM marts.mart_monitoring_indicator AS m
JOIN core.seed_monitoring_indicator AS c ON c.code = m.indicator
WHERE m.scope IN ('region', 'municipality', 'school')
