-- Rolled up to today's schools: Success by task over writers (summed in core.int_task_cell).
SELECT
  s.work_id,
  s.year,
  s.wave,
  s.grade,
  s.subject,
  s.level,
  s.scope,
  s.scope_id,
  coalesce(t.label, CAST(c.task_no AS VARCHAR)) AS task,
  c.task_no,
  t.max_score AS task_max,
  CAST(100.0 AS DOUBLE) * c.sum_score / nullif(c.n * t.max_score, 0) AS mean_pct,
  CAST(100.0 AS DOUBLE) * c.n_x / nullif(c.n, 0) AS x_pct,
  c.n,
  t.difficulty,
  t.max_score_source AS task_max_source,
  c.scope_no
FROM core.int_task_cell AS c
JOIN core.int_scope AS s ON s.scope_no = c.scope_no AND s.as_of <> 'was'
LEFT JOIN core.dim_task AS t ON t.work_id = s.work_id AND t.task_no = c.task_no
