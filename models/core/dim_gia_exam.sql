-- Exams of a year with their least passing result: a region's own row before the country's, the year's own before the nearest other.
WITH exam AS (
  SELECT
    r.exam_id, r.procedure, r.year, r.subject, r.math_level,
    max(split_part(r.municipality_id, '_', 1)) AS region_code,
    max(r.primary_score) AS max_observed
  FROM core.int_gia_row AS r
  GROUP BY r.exam_id, r.procedure, r.year, r.subject, r.math_level
),
catalogue AS (
  SELECT s.procedure, s.subject, s.math_level, min(s.exam_name) AS exam_name, min(s.scale) AS scale
  FROM core.seed_gia_exam AS s
  GROUP BY s.procedure, s.subject, s.math_level
),
threshold AS (
  SELECT
    e.exam_id,
    t.min_result,
    CASE WHEN coalesce(t.year, e.year) = e.year THEN t.status ELSE 'assumed' END AS threshold_status,
    t.source || CASE WHEN coalesce(t.year, e.year) = e.year THEN '' ELSE ' (взят ' || CAST(t.year AS VARCHAR) || ' год)' END AS threshold_source
  FROM exam AS e
  JOIN core.seed_gia_threshold AS t
    ON t.procedure = e.procedure AND t.purpose = 'pass'
    AND (t.subject IS NULL OR (t.subject = e.subject AND t.math_level IS NOT DISTINCT FROM e.math_level))
    AND (t.region_code IS NULL OR t.region_code = e.region_code)
  QUALIFY row_number() OVER (
    PARTITION BY e.exam_id
    ORDER BY abs(coalesce(t.year, e.year) - e.year), CASE WHEN t.region_code IS NULL THEN 1 ELSE 0 END,
      CASE WHEN t.subject IS NULL THEN 1 ELSE 0 END, t.year DESC) = 1
),
scale AS (
  SELECT e.exam_id, s.region_code, s.max_primary, s.min_3, s.min_4, s.min_5, s.status, s.source
  FROM exam AS e
  JOIN core.seed_gia_scale AS s
    ON s.procedure = e.procedure AND s.subject = e.subject AND s.year = e.year AND (s.region_code IS NULL OR s.region_code = e.region_code)
  QUALIFY row_number() OVER (PARTITION BY e.exam_id ORDER BY CASE WHEN s.region_code IS NULL THEN 1 ELSE 0 END) = 1
)
SELECT
  e.exam_id,
  e.procedure,
  e.year,
  CAST(e.year - 1 AS VARCHAR) || '/' || lpad(CAST(e.year % 100 AS VARCHAR), 2, '0') AS academic_year,
  e.subject,
  e.math_level,
  coalesce(c.exam_name, j.subject_name, e.subject) AS exam_name,
  coalesce(c.scale, CASE WHEN e.procedure = 'ЕГЭ' THEN 'test100' ELSE 'mark5' END) AS scale,
  CAST(t.min_result AS INTEGER) AS threshold,
  t.threshold_status,
  t.threshold_source,
  CAST(e.max_observed AS INTEGER) AS max_observed,
  CAST(s.max_primary AS INTEGER) AS max_primary,
  CAST(s.min_3 AS INTEGER) AS min_3,
  CAST(s.min_4 AS INTEGER) AS min_4,
  CAST(s.min_5 AS INTEGER) AS min_5,
  s.region_code AS scale_region,
  s.status AS scale_status,
  s.source AS scale_source
FROM exam AS e
LEFT JOIN catalogue AS c ON c.procedure = e.procedure AND c.subject = e.subject AND c.math_level IS NOT DISTINCT FROM e.math_level
LEFT JOIN core.seed_subject AS j ON j.subject = e.subject
LEFT JOIN threshold AS t ON t.exam_id = e.exam_id
LEFT JOIN scale AS s ON s.exam_id = e.exam_id
