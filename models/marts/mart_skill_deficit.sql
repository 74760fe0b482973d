-- Skills of a school against other schools, counted in core.int_skill_deficit, with names and words. The figures of the
-- sentence are written as macros/ru_number.sql does.
SELECT
  s.work_id, w.procedure, s.year, s.wave, s.grade, s.subject, s.level, s.school_id, s.municipality_id, i.code_system,
  i.item AS skill,
  i.item_name AS skill_name,
  i.item_order AS skill_order,
  i.tasks,
  i.code_status,
  d.reference,
  d.reference_id,
  d.n,
  d.n_reference,
  d.value,
  d.reference_value,
  d.value - d.reference_value AS difference,
  d.lo,
  d.hi,
  d.work_difference,
  d.p,
  d.q,
  d.n_tests,
  d.verdict,
  p.is_system_deficit,
  'Достигли ' || replace(format('{:.1f}', round(d.value, 1) + 0e0), '.', ',') || ' % из ' || d.n || ' учеников, в остальных школах '
    || CASE d.reference WHEN 'region' THEN 'региона ' WHEN 'cluster' THEN 'кластера ' ELSE 'муниципалитета ' END
    || replace(format('{:.1f}', round(d.reference_value, 1) + 0e0), '.', ',') || ' % (разность '
    || replace(replace(format('{:.1f}', round(d.value - d.reference_value, 1) + 0e0), '.', ','), '-', '−') || ' п.п.); по всей работе разность '
    || replace(replace(format('{:.1f}', round(d.work_difference, 1) + 0e0), '.', ','), '-', '−') || ' п.п.'
    || CASE WHEN p.is_system_deficit THEN ' Большая часть заданий умения выполнена недостаточно.' ELSE '' END AS reason,
  t.rule_version,
  d.scope_no
FROM core.int_skill_deficit AS d
JOIN core.int_scope AS s ON s.scope_no = d.scope_no
JOIN core.int_planned_item AS i ON i.work_id = s.work_id AND i.item_no = d.item_no
JOIN core.int_planned_result AS p ON p.scope_no = d.scope_no AND p.item_no = d.item_no
JOIN core.dim_work AS w ON w.work_id = s.work_id
CROSS JOIN (SELECT max(v.rule_version) AS rule_version FROM core.seed_deficit_setting AS v) AS t
