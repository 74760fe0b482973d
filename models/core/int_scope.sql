-- Objects our own figures are counted for: classes, schools, municipalities, and the region once two of its municipalities
-- wrote the work; each as it was, and rolled up to today's schools. An object that no change of schools touches is one row for both.
WITH member AS (
  SELECT
    g.work_id,
    v.as_of,
    v.view_school_id AS school_id,
    v.view_municipality_id AS municipality_id,
    split_part(v.view_municipality_id, '_', 1) AS region_code,
    CASE WHEN v.as_of = 'was' THEN g.class_id END AS class_id,
    n.view_school_id <> g.school_id OR n.view_municipality_id <> g.municipality_id AS is_moved
  FROM core.int_result_group AS g
  JOIN core.dim_work AS w ON w.work_id = g.work_id
  JOIN core.map_school_view AS v ON v.school_id = g.school_id AND v.year = w.year
  JOIN core.map_school_view AS n ON n.school_id = g.school_id AND n.year = w.year AND n.as_of = 'now'
),
object AS (
  SELECT m.work_id, m.as_of, 1 AS scope_rank, 'region' AS scope, m.region_code AS scope_id,
    CAST(NULL AS VARCHAR) AS municipality_id, CAST(NULL AS VARCHAR) AS school_id, bool_or(m.is_moved) AS is_moved
  FROM member AS m
  GROUP BY m.work_id, m.as_of, m.region_code
  HAVING count(DISTINCT CASE WHEN m.municipality_id NOT LIKE '%\_unknown' ESCAPE '\' THEN m.municipality_id END) >= 2
  UNION ALL
  SELECT m.work_id, m.as_of, 2, 'municipality', m.municipality_id, m.municipality_id, NULL, bool_or(m.is_moved)
  FROM member AS m
  GROUP BY m.work_id, m.as_of, m.municipality_id
  UNION ALL
  SELECT m.work_id, m.as_of, 3, 'school', m.school_id, m.municipality_id, m.school_id, bool_or(m.is_moved)
  FROM member AS m
  GROUP BY m.work_id, m.as_of, m.municipality_id, m.school_id
  UNION ALL
  SELECT m.work_id, m.as_of, 4, 'class', m.class_id, m.municipality_id, m.school_id, FALSE
  FROM member AS m
  WHERE m.class_id IS NOT NULL
),
shared AS (
  -- Untouched in both views: the same groups on both sides.
  SELECT w.work_id, w.scope, w.scope_id
  FROM object AS w
  JOIN object AS n ON n.as_of = 'now' AND n.work_id = w.work_id AND n.scope = w.scope AND n.scope_id = w.scope_id
  WHERE w.as_of = 'was' AND NOT w.is_moved AND NOT n.is_moved
),
distinct_object AS (
  SELECT o.work_id, CASE WHEN s.work_id IS NULL THEN o.as_of ELSE 'both' END AS as_of, o.scope_rank, o.scope, o.scope_id, o.municipality_id, o.school_id
  FROM object AS o
  LEFT JOIN shared AS s ON s.work_id = o.work_id AND s.scope = o.scope AND s.scope_id = o.scope_id
  WHERE o.as_of = 'was' OR s.work_id IS NULL
)
SELECT
  (work_no(o.work_id) << 24) + row_number() OVER (PARTITION BY o.work_id ORDER BY o.scope_rank, o.scope_id, o.as_of) AS scope_no,
  o.work_id,
  w.year,
  w.wave,
  w.grade,
  w.subject,
  w.level,
  o.as_of,
  o.scope,
  o.scope_id,
  o.municipality_id,
  o.school_id,
  w.max_score
FROM distinct_object AS o
JOIN core.dim_work AS w ON w.work_id = o.work_id
