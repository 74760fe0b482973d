-- One row per school (the 6 digits common to its sch…, edu… and ksh… logins), as it is now; schools that only the registry knows too,
-- so that other sources find them.
WITH seen AS (
  SELECT
    p.school_id,
    CAST(min(p.year) AS INTEGER) AS first_year,
    CAST(max(p.year) AS INTEGER) AS last_year
  FROM core.int_school_place AS p
  WHERE p.school_id IS NOT NULL
  GROUP BY p.school_id
),
listed AS (
  SELECT
    s.school_id,
    coalesce(min(year(s.valid_from)), (SELECT min(a.first_year) FROM seen AS a), 2000) AS first_year,
    coalesce(CASE WHEN count(*) = count(s.valid_to) THEN max(year(s.valid_to)) END, (SELECT max(a.last_year) FROM seen AS a), 2000) AS last_year,
    arg_max(s.school_name, (coalesce(s.valid_from, DATE '1900-01-01'), s.file_key, s.row_no)) FILTER (WHERE s.school_name IS NOT NULL) AS school_name,
    arg_max(left(s.school_login, 3), (s.file_key, s.row_no)) FILTER (WHERE left(s.school_login, 3) IN ('sch', 'edu', 'ksh')) AS login_prefix,
    max(s.municipality_id) AS municipality_id
  FROM staging.stg_registry__school AS s
  ANTI JOIN seen AS a ON a.school_id = s.school_id
  WHERE s.school_id IS NOT NULL
  GROUP BY s.school_id
),
span AS (
  SELECT a.school_id, a.first_year, a.last_year FROM seen AS a
  UNION ALL
  SELECT l.school_id, CAST(least(l.first_year, l.last_year) AS INTEGER), CAST(l.last_year AS INTEGER) FROM listed AS l
),
prefix AS (
  -- Of the school's last year with a login; the window need not sort the years before.
  SELECT p.school_id, p.login_prefix
  FROM core.int_school_place AS p
  JOIN (
    SELECT q.school_id, max(q.year) AS year
    FROM core.int_school_place AS q
    WHERE q.school_id IS NOT NULL AND q.login_prefix IN ('sch', 'edu', 'ksh')
    GROUP BY q.school_id
  ) AS l ON l.school_id = p.school_id AND l.year = p.year
  WHERE p.login_prefix IN ('sch', 'edu', 'ksh')
  QUALIFY row_number() OVER (
    PARTITION BY p.school_id ORDER BY p.precedence DESC, p.login_prefix) = 1
),
newest_name AS (
  SELECT n.school_id, n.school_name
  FROM core.dim_school_name AS n
  QUALIFY row_number() OVER (PARTITION BY n.school_id ORDER BY n.year DESC) = 1
)
SELECT
  s.school_id,
  coalesce(x.login_prefix, l.login_prefix) AS login_prefix,
  coalesce(n.school_name, l.school_name, CASE WHEN s.school_id LIKE 'unknown-%' THEN 'ОО не указана' ELSE s.school_id END) AS school_name,
  coalesce(m.municipality_id, l.municipality_id, left(s.school_id, 2) || '_unknown') AS municipality_id,
  coalesce(coalesce(x.login_prefix, l.login_prefix) = 'ksh', FALSE) AS is_special,
  s.first_year,
  s.last_year
FROM span AS s
LEFT JOIN listed AS l ON l.school_id = s.school_id
LEFT JOIN core.map_school_year AS m ON m.school_id = s.school_id AND m.year = s.last_year
LEFT JOIN prefix AS x ON x.school_id = s.school_id
LEFT JOIN newest_name AS n ON n.school_id = s.school_id
