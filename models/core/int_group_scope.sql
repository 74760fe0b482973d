-- Which objects each finest group counts into, as it was and as of today. Marts add up groups through this table, so «who belongs
-- where» is said once. Plain joins: one join with a CASE in its condition takes ten times as long.
WITH today AS (
  SELECT
    g.group_no, g.work_id, v.view_school_id AS school_id, v.view_municipality_id AS municipality_id,
    split_part(v.view_municipality_id, '_', 1) AS region_code
  FROM core.int_result_group AS g
  JOIN core.dim_work AS w ON w.work_id = g.work_id
  JOIN core.map_school_view AS v ON v.school_id = g.school_id AND v.year = w.year AND v.as_of = 'now'
)
SELECT g.group_no, s.scope_no, FALSE AS is_class
FROM core.int_result_group AS g
JOIN core.int_scope AS s ON s.as_of <> 'now' AND s.scope = 'region' AND s.work_id = g.work_id AND s.scope_id = g.region_code
UNION ALL
SELECT g.group_no, s.scope_no, FALSE
FROM core.int_result_group AS g
JOIN core.int_scope AS s ON s.as_of <> 'now' AND s.scope = 'municipality' AND s.work_id = g.work_id AND s.scope_id = g.municipality_id
UNION ALL
SELECT g.group_no, s.scope_no, FALSE
FROM core.int_result_group AS g
JOIN core.int_scope AS s ON s.as_of <> 'now' AND s.scope = 'school' AND s.work_id = g.work_id AND s.scope_id = g.school_id
UNION ALL
SELECT g.group_no, s.scope_no, TRUE
FROM core.int_result_group AS g
JOIN core.int_scope AS s ON s.scope = 'class' AND s.work_id = g.work_id AND s.scope_id = g.class_id
UNION ALL
SELECT t.group_no, s.scope_no, FALSE
FROM today AS t
JOIN core.int_scope AS s ON s.as_of = 'now' AND s.scope = 'region' AND s.work_id = t.work_id AND s.scope_id = t.region_code
UNION ALL
SELECT t.group_no, s.scope_no, FALSE
FROM today AS t
JOIN core.int_scope AS s ON s.as_of = 'now' AND s.scope = 'municipality' AND s.work_id = t.work_id AND s.scope_id = t.municipality_id
UNION ALL
SELECT t.group_no, s.scope_no, FALSE
FROM today AS t
JOIN core.int_scope AS s ON s.as_of = 'now' AND s.scope = 'school' AND s.work_id = t.work_id AND s.scope_id = t.school_id
