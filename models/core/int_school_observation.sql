-- What each sheet says about schools, classes and municipalities, counted: the only wide pass over the protocol rows;
-- every dimension below reads this small table.
WITH protocol AS (
  SELECT
    r.file_key,
    r.sheet_no,
    r.school_id,
    r.school_login,
    r.school_name,
    r.region_code,
    r.municipality_id,
    r.municipality_name,
    r.class_label,
    count(*) AS n_rows
  FROM core.int_vpr_result AS r
  GROUP BY r.file_key, r.sheet_no, r.school_id, r.school_login, r.school_name, r.region_code, r.municipality_id,
    r.municipality_name, r.class_label
)
SELECT
  'protocol' AS origin,
  s.work_id,
  s.year,
  s.wave,
  s.precedence,
  p.file_key,
  p.sheet_no,
  school_key(p.school_id, s.school_id, p.school_login, p.file_key) AS school_id,
  regexp_extract(p.school_login, '^(sch|edu|ksh)[0-9]{6}$', 1) AS login_prefix,
  nullif(trim(regexp_replace(p.school_name, '\s*\((sch|edu|ksh)[0-9]{6}\)\s*$', '')), '') AS school_name,
  coalesce(
    p.region_code,
    CASE WHEN regexp_full_match(coalesce(p.school_id, s.school_id), '[0-9]{6}') THEN left(coalesce(p.school_id, s.school_id), 2) END,
    s.region_code,
    '00') AS region_code,
  p.municipality_id,
  p.municipality_name,
  s.municipality_id AS sheet_municipality_id,
  p.class_label,
  CAST(p.n_rows AS INTEGER) AS n_rows
FROM protocol AS p
JOIN core.int_sheet_work AS s ON s.file_key = p.file_key AND s.sheet_no = p.sheet_no
UNION ALL
SELECT
  'official' AS origin,
  o.work_id,
  o.year,
  o.wave,
  o.precedence,
  o.file_key,
  o.sheet_no,
  CASE WHEN o.scope = 'school' THEN o.scope_id END AS school_id,
  CASE WHEN o.scope = 'school' THEN regexp_extract(o.scope_name, '\((sch|edu|ksh)[0-9]{6}\)\s*$', 1) END AS login_prefix,
  CASE WHEN o.scope = 'school'
    THEN nullif(trim(regexp_replace(o.scope_name, '\s*\((sch|edu|ksh)[0-9]{6}\)\s*$', '')), '') END AS school_name,
  o.region_code,
  o.municipality_id,
  o.municipality_name,
  CAST(NULL AS VARCHAR) AS sheet_municipality_id,
  CAST(NULL AS VARCHAR) AS class_label,
  0 AS n_rows
FROM core.int_official_row AS o
WHERE o.scope IN ('municipality', 'school')
