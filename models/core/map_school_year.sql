-- One municipality per school and year: the one most of its rows name; a year whose rows name none takes the nearest year
-- that does (the later of two equally near); a school that never names one stays in its region's «unknown» member.
WITH seen AS (
  SELECT DISTINCT p.school_id, p.year FROM core.int_school_place AS p WHERE p.school_id IS NOT NULL
),
region AS (
  SELECT p.school_id, max(p.region_code) AS region_code
  FROM core.int_school_place AS p
  WHERE p.school_id IS NOT NULL
  GROUP BY p.school_id
),
voted AS (
  SELECT p.school_id, p.year, p.municipality_id, sum(p.n_rows) AS n_rows, max(p.precedence) AS precedence
  FROM core.int_school_place AS p
  WHERE p.school_id IS NOT NULL AND p.municipality_id IS NOT NULL
  GROUP BY p.school_id, p.year, p.municipality_id
),
named AS (
  SELECT v.school_id, v.year, v.municipality_id
  FROM voted AS v
  QUALIFY row_number() OVER (
    PARTITION BY v.school_id, v.year ORDER BY v.n_rows DESC, v.precedence DESC, v.municipality_id) = 1
),
-- Most years name one: only the others are set against all years.
nearest AS (
  SELECT n.school_id, n.year, n.municipality_id FROM named AS n
  UNION ALL
  SELECT l.school_id, l.year, l.municipality_id
  FROM (
    SELECT s.school_id, s.year, n.municipality_id
    FROM (SELECT e.* FROM seen AS e ANTI JOIN named AS o ON o.school_id = e.school_id AND o.year = e.year) AS s
    JOIN named AS n ON n.school_id = s.school_id
    QUALIFY row_number() OVER (PARTITION BY s.school_id, s.year ORDER BY abs(n.year - s.year), n.year DESC) = 1
  ) AS l
)
SELECT
  s.school_id,
  s.year,
  coalesce(n.municipality_id, r.region_code || '_unknown') AS municipality_id
FROM seen AS s
JOIN region AS r ON r.school_id = s.school_id
LEFT JOIN nearest AS n ON n.school_id = s.school_id AND n.year = s.year
