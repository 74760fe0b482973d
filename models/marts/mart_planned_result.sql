-- Planned results by task, by skill (codes of the specification) and by difficulty. Results of one pupil go together, so the n of every interval is that of
-- pupils (the task with most of them), never of pupil × task.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'system_share') AS system_share,
    max(s.value) FILTER (WHERE s.setting = 'system_min_tasks') AS system_min_tasks,
    max(s.rule_version) AS rule_version
  FROM core.seed_deficit_setting AS s
),
band AS (
  SELECT
    s.difficulty,
    max(s.value) FILTER (WHERE s.setting = 'sufficient') AS sufficient,
    max(s.value) FILTER (WHERE s.setting = 'insufficient') AS insufficient
  FROM core.seed_deficit_setting AS s
  WHERE s.difficulty IS NOT NULL
  GROUP BY s.difficulty
),
difficulty AS (
  SELECT m.work_id, m.task_no, min(m.code) AS difficulty
  FROM core.map_task_skill AS m
  WHERE m.code_system = 'сложность' AND m.task_no IS NOT NULL
  GROUP BY m.work_id, m.task_no
),
skill AS (
  SELECT
    m.work_id, m.task_no, m.code_system, m.code, m.code_name, m.code_status,
    dense_rank() OVER (PARTITION BY m.work_id, m.code_system ORDER BY f.first_task, m.code) AS item_order
  FROM core.map_task_skill AS m
  JOIN (
    SELECT k.work_id, k.code_system, k.code, min(k.task_no) AS first_task FROM core.map_task_skill AS k WHERE k.task_no IS NOT NULL GROUP BY k.work_id, k.code_system, k.code
  ) AS f ON f.work_id = m.work_id AND f.code_system = m.code_system AND f.code = m.code
  WHERE m.code_system <> 'сложность' AND m.task_no IS NOT NULL
),
reach AS (
  SELECT g.scope_no, r.task_no, sum(r.n_reached) AS n_reached
  FROM core.int_task_reach AS r
  JOIN core.int_group_scope AS g ON g.group_no = r.group_no
  GROUP BY g.scope_no, r.task_no
),
cell AS (
  SELECT
    c.scope_no, s.work_id, c.task_no, t.label, t.max_score, coalesce(t.difficulty, d.difficulty) AS difficulty,
    c.n, c.n_x, c.sum_score, r.n_reached, b.sufficient, b.insufficient,
    100.0 * c.sum_score / nullif(c.n * t.max_score, 0) < b.insufficient AS is_red,
    wilson_hi(CAST(c.sum_score AS DOUBLE) / nullif(t.max_score, 0), c.n) < b.insufficient AS is_red_sure
  FROM core.int_task_cell AS c
  JOIN core.int_scope AS s ON s.scope_no = c.scope_no AND s.as_of <> 'now' AND s.scope IN ('region', 'municipality', 'school')
  JOIN core.dim_task AS t ON t.work_id = s.work_id AND t.task_no = c.task_no
  LEFT JOIN difficulty AS d ON d.work_id = s.work_id AND d.task_no = c.task_no
  LEFT JOIN band AS b ON b.difficulty = coalesce(t.difficulty, d.difficulty)
  LEFT JOIN reach AS r ON r.scope_no = c.scope_no AND r.task_no = c.task_no
  WHERE c.n > 0 AND t.max_score > 0
),
item AS (
  SELECT c.*, 'task' AS dimension, CAST(NULL AS VARCHAR) AS code_system, c.label AS item, 'Задание ' || c.label AS item_name, c.task_no AS item_order, CAST(NULL AS VARCHAR) AS code_status
  FROM cell AS c
  UNION ALL
  SELECT c.*, 'skill', k.code_system, k.code, k.code_name, k.item_order, k.code_status
  FROM cell AS c
  JOIN skill AS k ON k.work_id = c.work_id AND k.task_no = c.task_no
  UNION ALL
  SELECT c.*, 'difficulty', NULL, c.difficulty,
    CASE c.difficulty WHEN 'Б' THEN 'Базовый уровень' WHEN 'П' THEN 'Повышенный уровень' ELSE 'Высокий уровень' END,
    CASE c.difficulty WHEN 'Б' THEN 1 WHEN 'П' THEN 2 ELSE 3 END, NULL
  FROM cell AS c
  WHERE c.difficulty IS NOT NULL
),
pooled AS (
  SELECT
    i.scope_no, i.dimension, i.code_system, i.item, max(i.item_name) AS item_name, max(i.item_order) AS item_order, max(i.code_status) AS code_status,
    CASE min(CASE i.difficulty WHEN 'Б' THEN 1 WHEN 'П' THEN 2 WHEN 'В' THEN 3 END) WHEN 1 THEN 'Б' WHEN 2 THEN 'П' WHEN 3 THEN 'В' END AS difficulty,
    string_agg(i.label, ', ' ORDER BY i.task_no) AS tasks,
    count(*) AS n_tasks,
    max(i.n) AS n,
    sum(i.n) AS n_results,
    sum(i.n_x) AS n_x,
    sum(i.n_reached) AS n_reached,
    sum(i.sum_score) AS points,
    sum(i.n * i.max_score) AS points_possible,
    -- The bands of the tasks, weighted by the points they can give; none where a task has no level.
    CASE WHEN count(*) = count(i.sufficient) THEN sum(i.n * i.max_score * i.sufficient ORDER BY i.task_no) / sum(i.n * i.max_score) END AS sufficient,
    CASE WHEN count(*) = count(i.insufficient) THEN sum(i.n * i.max_score * i.insufficient ORDER BY i.task_no) / sum(i.n * i.max_score) END AS insufficient,
    count(i.is_red) AS n_banded,
    count(*) FILTER (WHERE i.is_red) AS n_red,
    count(*) FILTER (WHERE i.is_red_sure) AS n_red_sure
  FROM item AS i
  GROUP BY i.scope_no, i.dimension, i.code_system, i.item
)
SELECT
  s.work_id, w.procedure, s.year, s.wave, s.grade, s.subject, s.level, s.scope, s.scope_id, s.municipality_id, s.school_id,
  p.dimension,
  p.code_system,
  p.item,
  p.item_name,
  CAST(p.item_order AS INTEGER) AS item_order,
  p.code_status,
  p.difficulty,
  p.tasks,
  CAST(p.n_tasks AS INTEGER) AS n_tasks,
  CAST(p.n AS INTEGER) AS n,
  CAST(p.n_results AS INTEGER) AS n_results,
  CAST(p.n_reached AS INTEGER) AS n_reached,
  100.0 * CAST(p.points AS DOUBLE) / p.points_possible AS mean_pct,
  100.0 * CAST(p.n_x AS DOUBLE) / p.n_results AS x_pct,
  100.0 * CAST(p.n_reached AS DOUBLE) / p.n_results AS reached_pct,
  wilson_lo(CAST(p.n_reached AS DOUBLE) * p.n / p.n_results, p.n) AS reached_lo,
  wilson_hi(CAST(p.n_reached AS DOUBLE) * p.n / p.n_results, p.n) AS reached_hi,
  CASE
    WHEN p.sufficient IS NULL THEN NULL
    WHEN 100.0 * CAST(p.points AS DOUBLE) / p.points_possible >= p.sufficient THEN 'достаточно'
    WHEN 100.0 * CAST(p.points AS DOUBLE) / p.points_possible < p.insufficient THEN 'недостаточно'
    ELSE 'на границе'
  END AS zone,
  CAST(p.sufficient AS DOUBLE) AS sufficient_from,
  CASE WHEN p.dimension = 'skill' THEN CAST(p.n_red AS INTEGER) END AS n_red,
  CASE WHEN p.dimension = 'skill' THEN CAST(p.n_red_sure AS INTEGER) END AS n_red_sure,
  CASE WHEN p.dimension = 'skill' AND p.n_banded = p.n_tasks AND p.n_tasks >= t.system_min_tasks THEN 100.0 * p.n_red_sure > t.system_share * p.n_tasks END AS is_system_deficit,
  t.rule_version
FROM pooled AS p
JOIN core.int_scope AS s ON s.scope_no = p.scope_no
JOIN core.dim_work AS w ON w.work_id = s.work_id
CROSS JOIN setting AS t
