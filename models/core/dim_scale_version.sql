-- Scales «первичный балл → отметка», one row per subject; «АЯ/НЯ/ФЯ» share one scale in the source.
-- Rows without cut points (only the maximum is known) are not scales and stay in the seed.
WITH one AS (
  SELECT
    s.year,
    s.grade,
    unnest(string_split(s.subject, '/')) AS subject,
    s.level,
    s.max_primary AS max_score,
    s.min_3,
    s.min_4,
    s.min_5,
    s.status AS source_status,
    s.source
  FROM core.seed_vpr_scale AS s
  WHERE s.min_3 IS NOT NULL
),
local_scale AS (
  -- The scale that the description of a local table states for its work; of several files the one most of them state.
  SELECT w.work_id, w.procedure, w.year, w.grade, w.subject, w.level, max(w.max_score) AS max_score, l.min_3, l.min_4, l.min_5, min(l.source) AS source
  FROM staging.stg_local__scale AS l
  JOIN core.int_sheet_work AS w ON w.file_key = l.file_key AND w.sheet_no = l.sheet_no
  GROUP BY w.work_id, w.procedure, w.year, w.grade, w.subject, w.level, l.min_3, l.min_4, l.min_5
  QUALIFY row_number() OVER (PARTITION BY w.work_id ORDER BY count(*) DESC, l.min_3, l.min_4, l.min_5) = 1
)
SELECT
  'ВПР-' || coalesce(CAST(o.year AS VARCHAR), 'год не указан') || '-' || lpad(CAST(o.grade AS VARCHAR), 2, '0')
    || '-' || o.subject || '-' || o.level AS scale_version_id,
  'ВПР' AS procedure,
  CAST(NULL AS VARCHAR) AS work_id,
  o.year,
  o.grade,
  o.subject,
  o.level,
  o.max_score,
  o.min_3,
  o.min_4,
  o.min_5,
  CASE
    WHEN o.year IS NULL THEN 'assumed'
    WHEN o.source_status LIKE 'secondary%' THEN 'secondary'
    ELSE 'official'
  END AS status,
  o.source || CASE o.source_status
    WHEN 'verified' THEN ''
    WHEN 'secondary source' THEN ' (вторичный источник)'
    WHEN 'year not stated' THEN ' (год не указан)'
    WHEN 'max derived, no scale' THEN ' (максимум выведен, шкалы нет)'
    ELSE ' (' || o.source_status || ')'
  END AS source
FROM one AS o
UNION ALL
SELECT
  'шкала-' || l.work_id AS scale_version_id,
  l.procedure,
  l.work_id,
  l.year,
  l.grade,
  l.subject,
  l.level,
  l.max_score,
  l.min_3,
  l.min_4,
  l.min_5,
  'official' AS status,
  l.source
FROM local_scale AS l
