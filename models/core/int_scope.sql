-- Objects our own figures are counted for: classes, schools, municipalities, and the region once two of its municipalities
-- wrote the work.
WITH region AS (
  SELECT g.work_id, g.region_code
  FROM core.int_result_group AS g
  WHERE g.municipality_id NOT LIKE '%\_unknown' ESCAPE '\'
  GROUP BY g.work_id, g.region_code
  HAVING count(DISTINCT g.municipality_id) >= 2
),
object AS (
  SELECT g.work_id, 1 AS scope_rank, 'region' AS scope, g.region_code AS scope_id,
    CAST(NULL AS VARCHAR) AS municipality_id, CAST(NULL AS VARCHAR) AS school_id
  FROM region AS g
  UNION ALL
  SELECT g.work_id, 2 AS scope_rank, 'municipality' AS scope, g.municipality_id AS scope_id, g.municipality_id, NULL AS school_id
  FROM core.int_result_group AS g
  GROUP BY g.work_id, g.municipality_id
  UNION ALL
  SELECT g.work_id, 3 AS scope_rank, 'school' AS scope, g.school_id AS scope_id, g.municipality_id, g.school_id
  FROM core.int_result_group AS g
  GROUP BY g.work_id, g.municipality_id, g.school_id
  UNION ALL
  SELECT g.work_id, 4 AS scope_rank, 'class' AS scope, g.class_id AS scope_id, g.municipality_id, g.school_id
  FROM core.int_result_group AS g
  WHERE g.class_id IS NOT NULL
)
SELECT
  CAST(row_number() OVER (ORDER BY o.work_id, o.scope_rank, o.scope_id) AS INTEGER) AS scope_no,
  o.work_id,
  w.year,
  w.wave,
  w.grade,
  w.subject,
  w.level,
  o.scope,
  o.scope_id,
  o.municipality_id,
  o.school_id,
  w.max_score
FROM object AS o
JOIN core.dim_work AS w ON w.work_id = o.work_id
