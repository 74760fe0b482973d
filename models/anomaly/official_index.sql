-- Index of objectivity of 2019: 100 − per cent of schools with at least one marker of the list of 14; by region (two municipalities or more) and municipality.
WITH denominator AS (
  SELECT s.rule_version, max(s.value) = '1' AS by_russian_4
  FROM core.seed_marker_setting AS s
  WHERE s.rule_set = '2019' AND s.setting = 'index_denominator'
  GROUP BY s.rule_version
),
school AS (
  SELECT
    m.rule_version, m.year, m.municipality_id, m.school_id,
    count(*) FILTER (WHERE m.state = 'признак') AS n_marked,
    count(*) FILTER (WHERE m.state <> 'нельзя вычислить') AS n_computed,
    count(*) FILTER (WHERE m.state = 'нельзя вычислить') AS n_not_computed,
    bool_or(m.grade = 4 AND m.subject = 'РУ') AS wrote_russian_4
  FROM anomaly.official_markers AS m
  WHERE m.rule_set = '2019' AND m.marker_no IS NOT NULL
  GROUP BY m.rule_version, m.year, m.municipality_id, m.school_id
),
placed AS (
  SELECT s.*, o.scope, CASE o.scope WHEN 'region' THEN split_part(s.municipality_id, '_', 1) ELSE s.municipality_id END AS scope_id
  FROM school AS s
  JOIN denominator AS d ON d.rule_version = s.rule_version AND (NOT d.by_russian_4 OR s.wrote_russian_4)
  CROSS JOIN (VALUES ('region'), ('municipality')) AS o(scope)
)
SELECT
  p.rule_version,
  p.year,
  p.scope,
  p.scope_id,
  CAST(count(*) AS INTEGER) AS n_schools,
  CAST(count(*) FILTER (WHERE p.n_marked > 0) AS INTEGER) AS n_marked,
  CAST(count(*) FILTER (WHERE p.n_computed = 0) AS INTEGER) AS n_not_computed,
  CAST(sum(p.n_not_computed) AS INTEGER) AS n_markers_not_computed,
  100 - 100e0 * count(*) FILTER (WHERE p.n_marked > 0) / count(*) AS index_pct,
  100 - wilson_hi(count(*) FILTER (WHERE p.n_marked > 0), count(*)) AS index_lo,
  100 - wilson_lo(count(*) FILTER (WHERE p.n_marked > 0), count(*)) AS index_hi
FROM placed AS p
GROUP BY p.rule_version, p.year, p.scope, p.scope_id
HAVING p.scope = 'municipality' OR count(DISTINCT p.municipality_id) > 1
