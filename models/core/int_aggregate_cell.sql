-- Figures of local tables by schools with the key of the school. A school of a foreign code system is ours where the registry
-- says so; a school without a code is known by its place and name only.
WITH loaded AS (
  SELECT a.*, coalesce(f.path, CAST(a.file_key AS VARCHAR)) AS path
  FROM core.int_local__aggregate AS a
  LEFT JOIN ops.source_file AS f ON f.file_key = a.file_key
  WHERE coalesce(f.status, 'loaded') = 'loaded'
),
linked AS (
  SELECT
    l.*,
    CASE
      WHEN l.scope <> 'school' THEN NULL
      WHEN l.code_system = 'фисоко' THEN l.school_code
      ELSE x.school_id
    END AS school_id
  FROM loaded AS l
  LEFT JOIN core.map_school_external AS x
    ON l.code_system <> 'фисоко' AND x.system = l.code_system AND x.external_id = l.school_code
      AND l.year BETWEEN coalesce(x.first_year, l.year) AND coalesce(x.last_year, l.year)
)
SELECT
  k.procedure || '-' || CAST(k.year AS VARCHAR) || '-' || k.wave || '-' || lpad(CAST(k.grade AS VARCHAR), 2, '0') || '-' || k.subject
    || '-' || k.level AS work_id,
  k.procedure,
  k.year,
  k.academic_year,
  k.wave,
  k.grade,
  k.subject,
  k.level,
  k.scope,
  CASE k.scope
    WHEN 'school' THEN coalesce(
      k.school_id,
      k.code_system || ':' || k.school_code,
      'имя:' || lower(concat_ws('/', k.region_name, k.municipality_name, k.town_name, k.school_name)) || '#' || CAST(k.same_name_no AS VARCHAR))
    WHEN 'municipality' THEN lower(concat_ws('/', k.region_name, k.municipality_name))
    ELSE 'итог таблицы'
  END AS scope_id,
  coalesce(k.school_name, CASE WHEN k.scope = 'school' THEN k.school_code END, k.municipality_name, 'итог таблицы') AS scope_name,
  k.school_id,
  upper(trim(k.region_name)) AS region_name,
  upper(trim(k.municipality_name)) AS municipality_name,
  k.is_total,
  k.parts,
  k.except_parts,
  k.unit,
  k.max_score,
  k.n,
  k.mean,
  k.mean_digits,
  k.sd,
  k.n2,
  k.n3,
  k.n4,
  k.n5,
  CAST(k.pct2 AS DOUBLE) AS pct2,
  CAST(k.pct3 AS DOUBLE) AS pct3,
  CAST(k.pct4 AS DOUBLE) AS pct4,
  CAST(k.pct5 AS DOUBLE) AS pct5,
  k.path,
  k.file_key,
  k.sheet_no,
  k.row_no
FROM linked AS k
