-- Planned results by task, by skill (codes of the specification) and by difficulty, counted in core.int_planned_result.
SELECT
  s.work_id, w.procedure, s.year, s.wave, s.grade, s.subject, s.level, s.scope, s.scope_id, s.municipality_id, s.school_id,
  i.dimension,
  i.code_system,
  i.item,
  i.item_name,
  i.item_order,
  i.code_status,
  i.difficulty,
  i.tasks,
  p.n_tasks,
  p.n,
  p.n_results,
  p.n_reached,
  CAST(100.0 AS DOUBLE) * p.points / p.points_possible AS mean_pct,
  CAST(100.0 AS DOUBLE) * p.n_x / p.n_results AS x_pct,
  CAST(100.0 AS DOUBLE) * p.n_reached / p.n_results AS reached_pct,
  wilson_lo(CAST(p.n_reached AS DOUBLE) * p.n / p.n_results, p.n) AS reached_lo,
  wilson_hi(CAST(p.n_reached AS DOUBLE) * p.n / p.n_results, p.n) AS reached_hi,
  p.zone,
  p.sufficient_from,
  p.n_red,
  p.n_red_sure,
  p.is_system_deficit,
  t.rule_version,
  p.scope_no
FROM core.int_planned_result AS p
JOIN core.int_scope AS s ON s.scope_no = p.scope_no AND s.as_of <> 'now'
JOIN core.int_planned_item AS i ON i.work_id = s.work_id AND i.item_no = p.item_no
JOIN core.dim_work AS w ON w.work_id = s.work_id
CROSS JOIN (SELECT max(d.rule_version) AS rule_version FROM core.seed_deficit_setting AS d) AS t
