-- Published figures by school, and rolled up to municipality, region and all that is loaded: participants and marks are added, means
-- are weighted by participants. A standard deviation is not rolled up: it cannot be.
WITH school AS (
  SELECT f.*, f.scope_id AS was_scope_id FROM core.fct_aggregate_result AS f WHERE f.scope = 'school'
),
object AS (
  -- A school is one row of a table; rolled up, the parts of today's school are several: added up, where they are of one unit and all print a mean.
  SELECT
    s.work_id, 'school' AS scope, s.scope_id, arg_min(s.scope_name, (s.was_scope_id <> s.scope_id, s.was_scope_id)) AS scope_name,
    arg_min(s.region_name, (s.was_scope_id <> s.scope_id, s.was_scope_id)) AS region_name,
    arg_min(s.municipality_name, (s.was_scope_id <> s.scope_id, s.was_scope_id)) AS municipality_name, count(*) AS n_schools,
    sum(s.n) AS n,
    CASE
      WHEN count(*) = 1 THEN min(s.mean)
      WHEN count(s.mean) = count(*) AND count(DISTINCT (s.unit, s.max_score)) = 1 THEN sum(s.n * s.mean ORDER BY s.was_scope_id) / sum(s.n)
    END AS mean,
    CASE WHEN count(*) = 1 THEN min(s.sd) END AS sd,
    CASE WHEN count(s.n2) = count(*) THEN sum(s.n2) END AS n2, CASE WHEN count(s.n3) = count(*) THEN sum(s.n3) END AS n3,
    CASE WHEN count(s.n4) = count(*) THEN sum(s.n4) END AS n4, CASE WHEN count(s.n5) = count(*) THEN sum(s.n5) END AS n5,
    min(s.unit) AS unit, max(s.max_score) AS max_score
  FROM school AS s
  GROUP BY s.work_id, s.scope_id
  UNION ALL
  SELECT
    f.work_id, 'municipality', f.scope_id, f.scope_name, f.region_name, f.municipality_name, NULL,
    f.n, f.mean, f.sd, f.n2, f.n3, f.n4, f.n5, f.unit, f.max_score
  FROM core.fct_aggregate_result AS f
  WHERE f.scope = 'municipality'
  UNION ALL
  SELECT
    s.work_id, 'municipality', lower(concat_ws('/', s.region_name, s.municipality_name)), min(s.municipality_name), s.region_name,
    s.municipality_name, count(*),
    sum(s.n), sum(s.n * s.mean ORDER BY s.scope_id, s.n, s.mean) / nullif(sum(s.n) FILTER (WHERE s.mean IS NOT NULL), 0), NULL,
    CASE WHEN count(s.n2) = count(*) THEN sum(s.n2) END, CASE WHEN count(s.n3) = count(*) THEN sum(s.n3) END,
    CASE WHEN count(s.n4) = count(*) THEN sum(s.n4) END, CASE WHEN count(s.n5) = count(*) THEN sum(s.n5) END, min(s.unit), max(s.max_score)
  FROM school AS s
  WHERE s.municipality_name IS NOT NULL
    AND (s.work_id, lower(concat_ws('/', s.region_name, s.municipality_name)))
      NOT IN (SELECT (f.work_id, f.scope_id) FROM core.fct_aggregate_result AS f WHERE f.scope = 'municipality')
  GROUP BY s.work_id, s.region_name, s.municipality_name
  UNION ALL
  SELECT
    s.work_id, 'region', lower(s.region_name), min(s.region_name), s.region_name, NULL, count(*),
    sum(s.n), sum(s.n * s.mean ORDER BY s.scope_id, s.n, s.mean) / nullif(sum(s.n) FILTER (WHERE s.mean IS NOT NULL), 0), NULL,
    CASE WHEN count(s.n2) = count(*) THEN sum(s.n2) END, CASE WHEN count(s.n3) = count(*) THEN sum(s.n3) END,
    CASE WHEN count(s.n4) = count(*) THEN sum(s.n4) END, CASE WHEN count(s.n5) = count(*) THEN sum(s.n5) END, min(s.unit), max(s.max_score)
  FROM school AS s
  WHERE s.region_name IS NOT NULL
  GROUP BY s.work_id, s.region_name
  UNION ALL
  SELECT
    s.work_id, 'all', 'все', 'Все школы таблиц', NULL, NULL, count(*),
    sum(s.n), sum(s.n * s.mean ORDER BY s.scope_id, s.n, s.mean) / nullif(sum(s.n) FILTER (WHERE s.mean IS NOT NULL), 0), NULL,
    CASE WHEN count(s.n2) = count(*) THEN sum(s.n2) END, CASE WHEN count(s.n3) = count(*) THEN sum(s.n3) END,
    CASE WHEN count(s.n4) = count(*) THEN sum(s.n4) END, CASE WHEN count(s.n5) = count(*) THEN sum(s.n5) END, min(s.unit), max(s.max_score)
  FROM school AS s
  GROUP BY s.work_id
),
work AS (
  SELECT
    f.work_id, min(f.procedure) AS procedure, min(f.year) AS year, min(f.academic_year) AS academic_year, min(f.wave) AS wave, min(f.grade) AS grade,
    min(f.subject) AS subject, min(f.subject_name) AS subject_name, min(f.level) AS level
  FROM core.fct_aggregate_result AS f
  GROUP BY f.work_id
)
SELECT
  w.work_id,
  w.procedure,
  w.year,
  w.academic_year,
  w.wave,
  w.grade,
  w.subject,
  w.subject_name,
  w.level,
  o.scope,
  o.scope_id,
  o.scope_name,
  o.region_name,
  o.municipality_name,
  CAST(o.n_schools AS INTEGER) AS n_schools,
  CAST(o.n AS INTEGER) AS n,
  CAST(o.mean AS DOUBLE) AS mean,
  CAST(o.sd AS DOUBLE) AS sd,
  o.unit,
  CAST(o.max_score AS INTEGER) AS max_score,
  CASE WHEN o.unit = 'балл' THEN CAST(100.0 AS DOUBLE) * o.mean / o.max_score WHEN o.unit = 'процент' THEN CAST(o.mean AS DOUBLE) END AS mean_pct,
  CAST(o.n2 AS INTEGER) AS n2,
  CAST(o.n3 AS INTEGER) AS n3,
  CAST(o.n4 AS INTEGER) AS n4,
  CAST(o.n5 AS INTEGER) AS n5,
  CAST(100.0 AS DOUBLE) * (o.n4 + o.n5) / nullif(o.n2 + o.n3 + o.n4 + o.n5, 0) AS quality_pct,
  wilson_lo(o.n4 + o.n5, o.n2 + o.n3 + o.n4 + o.n5) AS quality_lo,
  wilson_hi(o.n4 + o.n5, o.n2 + o.n3 + o.n4 + o.n5) AS quality_hi
FROM object AS o
JOIN work AS w ON w.work_id = o.work_id
