-- Every way in which journals, olympiads, lists and other simple tables name a school, with the school it means in that year: by its
-- code in core.map_school_external, else by the six digits of its own login. A name finds a school only where a person has confirmed it.
WITH named AS (
  SELECT DISTINCT c.school_system, c.school_ref, c.year FROM core.int_named_school AS c
),
found AS (
  SELECT
    n.school_system,
    n.school_ref,
    n.year,
    coalesce(e.school_id, CASE WHEN n.school_system = 'фисоко' THEN n.school_ref END) AS school_id
  FROM named AS n
  LEFT JOIN core.map_school_external AS e
    ON e.system = n.school_system AND e.external_id = n.school_ref AND n.year BETWEEN e.first_year AND coalesce(e.last_year, 9999)
  QUALIFY row_number() OVER (PARTITION BY n.school_system, n.school_ref, n.year ORDER BY e.first_year DESC NULLS LAST, e.school_id) = 1
),
place AS (
  -- The municipality of the same year, else of the nearest year with data of the school.
  SELECT f.school_id, f.year, y.municipality_id
  FROM (SELECT DISTINCT d.school_id, d.year FROM found AS d WHERE d.school_id IS NOT NULL) AS f
  JOIN core.map_school_year AS y ON y.school_id = f.school_id
  QUALIFY row_number() OVER (PARTITION BY f.school_id, f.year ORDER BY abs(y.year - f.year), y.year DESC) = 1
)
SELECT
  f.school_system,
  f.school_ref,
  CAST(f.year AS INTEGER) AS year,
  f.school_id,
  CASE WHEN f.school_id IS NOT NULL THEN coalesce(p.municipality_id, left(f.school_id, 2) || '_unknown') END AS municipality_id
FROM found AS f
LEFT JOIN place AS p ON p.school_id = f.school_id AND p.year = f.year
