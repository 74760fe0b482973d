-- The two ways to look at a school: as it was, and as the school it is part of today. A mart that joins its finest counts with this table
-- and groups by as_of has both views by one piece of logic.
WITH today AS (
  -- A successor without data of its own lies where its last part lay; one answer for all parts, or they would make two objects.
  SELECT n.now_school_id, m.municipality_id
  FROM core.map_school_year AS m
  JOIN core.map_school_now AS n ON n.school_id = m.school_id
  QUALIFY row_number() OVER (PARTITION BY n.now_school_id ORDER BY m.school_id = n.now_school_id DESC, m.year DESC, m.school_id) = 1
)
SELECT y.school_id, y.year, 'was' AS as_of, y.school_id AS view_school_id, y.municipality_id AS view_municipality_id
FROM core.map_school_year AS y
UNION ALL
SELECT y.school_id, y.year, 'now', n.now_school_id, t.municipality_id
FROM core.map_school_year AS y
JOIN core.map_school_now AS n ON n.school_id = y.school_id
JOIN today AS t ON t.now_school_id = n.now_school_id
