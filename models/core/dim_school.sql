-- One row per school (the 6 digits common to its sch…, edu… and ksh… logins), as it is now.
WITH span AS (
  SELECT
    p.school_id,
    CAST(min(p.year) AS INTEGER) AS first_year,
    CAST(max(p.year) AS INTEGER) AS last_year
  FROM core.int_school_place AS p
  WHERE p.school_id IS NOT NULL
  GROUP BY p.school_id
),
prefix AS (
  SELECT p.school_id, p.login_prefix
  FROM core.int_school_place AS p
  WHERE p.school_id IS NOT NULL AND p.login_prefix IN ('sch', 'edu', 'ksh')
  QUALIFY row_number() OVER (
    PARTITION BY p.school_id ORDER BY p.year DESC, p.precedence DESC, p.login_prefix) = 1
),
newest_name AS (
  SELECT n.school_id, n.school_name
  FROM core.dim_school_name AS n
  QUALIFY row_number() OVER (PARTITION BY n.school_id ORDER BY n.year DESC) = 1
)
SELECT
  s.school_id,
  x.login_prefix,
  coalesce(n.school_name, CASE WHEN s.school_id LIKE 'unknown-%' THEN 'ОО не указана' ELSE s.school_id END) AS school_name,
  m.municipality_id,
  coalesce(x.login_prefix = 'ksh', FALSE) AS is_special,
  s.first_year,
  s.last_year
FROM span AS s
JOIN core.map_school_year AS m ON m.school_id = s.school_id AND m.year = s.last_year
LEFT JOIN prefix AS x ON x.school_id = s.school_id
LEFT JOIN newest_name AS n ON n.school_id = s.school_id
