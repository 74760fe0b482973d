-- Which objects each finest group counts into. Marts add up groups through this table, so «who belongs where» is said once.
-- Four plain joins: one join with a CASE in its condition takes ten times as long.
SELECT g.group_no, s.scope_no
FROM core.int_result_group AS g
JOIN core.int_scope AS s ON s.scope = 'region' AND s.work_id = g.work_id AND s.scope_id = g.region_code
UNION ALL
SELECT g.group_no, s.scope_no
FROM core.int_result_group AS g
JOIN core.int_scope AS s ON s.scope = 'municipality' AND s.work_id = g.work_id AND s.scope_id = g.municipality_id
UNION ALL
SELECT g.group_no, s.scope_no
FROM core.int_result_group AS g
JOIN core.int_scope AS s ON s.scope = 'school' AND s.work_id = g.work_id AND s.scope_id = g.school_id
UNION ALL
SELECT g.group_no, s.scope_no
FROM core.int_result_group AS g
JOIN core.int_scope AS s ON s.scope = 'class' AND s.work_id = g.work_id AND s.scope_id = g.class_id
