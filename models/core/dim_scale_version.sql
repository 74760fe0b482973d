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
)
SELECT
  'ВПР-' || coalesce(CAST(o.year AS VARCHAR), 'год не указан') || '-' || lpad(CAST(o.grade AS VARCHAR), 2, '0')
    || '-' || o.subject || '-' || o.level AS scale_version_id,
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
