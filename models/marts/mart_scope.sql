-- Names and parents of every object the marts speak about.
WITH region_name AS (
  SELECT o.scope_id AS region_code, o.scope_name
  FROM core.int_official_row AS o
  WHERE o.scope = 'region'
  QUALIFY row_number() OVER (
    PARTITION BY o.scope_id ORDER BY o.precedence DESC, o.row_no DESC) = 1
),
region AS (
  SELECT m.region_code FROM core.dim_municipality AS m
  UNION
  SELECT n.region_code FROM region_name AS n
)
SELECT
  'country' AS scope,
  'РФ' AS scope_id,
  'Российская Федерация' AS scope_name,
  CAST(NULL AS VARCHAR) AS region_code,
  CAST(NULL AS VARCHAR) AS municipality_id,
  CAST(NULL AS VARCHAR) AS school_id,
  FALSE AS is_special
UNION ALL
SELECT 'region', r.region_code, coalesce(n.scope_name, 'Регион ' || r.region_code), r.region_code, NULL, NULL, FALSE
FROM region AS r
LEFT JOIN region_name AS n ON n.region_code = r.region_code
UNION ALL
SELECT 'municipality', m.municipality_id, m.municipality_name, m.region_code, m.municipality_id, NULL, FALSE
FROM core.dim_municipality AS m
UNION ALL
SELECT 'school', s.school_id, s.school_name, split_part(s.municipality_id, '_', 1), s.municipality_id, s.school_id, s.is_special
FROM core.dim_school AS s
UNION ALL
SELECT
  'class',
  c.class_id,
  CAST(c.actual_grade AS VARCHAR) || CASE WHEN regexp_full_match(c.label, '[0-9]+') THEN '-' ELSE '' END || c.label,
  split_part(s.municipality_id, '_', 1),
  s.municipality_id,
  c.school_id,
  s.is_special
FROM core.dim_class_group AS c
JOIN core.dim_school AS s ON s.school_id = c.school_id
