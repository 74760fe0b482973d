-- The school and municipality that a school of the protocols counts into: as it was, and as of today. core.map_school_view knows only years with
-- works of ВПР, and no codes that are not matched.
WITH school AS (
  SELECT c.school_id, c.year, max(c.municipality_id) AS municipality_id
  FROM core.int_gia_school AS c
  GROUP BY c.school_id, c.year
)
SELECT s.school_id, s.year, 'was' AS as_of, s.school_id AS view_school_id, s.municipality_id AS view_municipality_id
FROM school AS s
UNION ALL
SELECT s.school_id, s.year, 'now', coalesce(n.now_school_id, s.school_id), coalesce(d.municipality_id, s.municipality_id)
FROM school AS s
LEFT JOIN core.map_school_now AS n ON n.school_id = s.school_id
LEFT JOIN core.dim_school AS d ON d.school_id = coalesce(n.now_school_id, s.school_id)
