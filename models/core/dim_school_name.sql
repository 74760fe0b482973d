-- The name each school went by in each year: the last loaded wave's, most rows first.
WITH named AS (
  SELECT
    p.school_id,
    p.year,
    p.school_name,
    max(CASE p.wave WHEN 'autumn' THEN 1 ELSE 0 END) AS wave_order,
    max(p.precedence) AS precedence,
    sum(p.n_rows) AS n_rows
  FROM core.int_school_place AS p
  WHERE p.school_id IS NOT NULL AND p.school_name IS NOT NULL
  GROUP BY p.school_id, p.year, p.school_name
)
SELECT n.school_id, n.year, n.school_name
FROM named AS n
QUALIFY row_number() OVER (
  PARTITION BY n.school_id, n.year ORDER BY n.wave_order DESC, n.precedence DESC, n.n_rows DESC, n.school_name) = 1
