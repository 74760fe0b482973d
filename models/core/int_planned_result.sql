-- Planned results by object and item, in numbers only: names are joined and shares and intervals made where they are read. Results of one pupil go together, so the n of every interval is that
-- of pupils (the task with most of them), never of pupil × task. All sums are of whole numbers or exact decimals, so that their order does not matter.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'system_share') AS system_share,
    max(s.value) FILTER (WHERE s.setting = 'system_min_tasks') AS system_min_tasks
  FROM core.seed_deficit_setting AS s
),
part AS (
  SELECT
    i.work_id, i.item_no, i.dimension, unnest(i.task_nos) AS task_no, unnest(i.task_max) AS max_score,
    CAST(unnest(i.task_sufficient) AS DECIMAL(6, 3)) AS sufficient,
    CAST(unnest(i.task_insufficient) AS DECIMAL(6, 3)) AS insufficient
  FROM core.int_planned_item AS i
),
cell AS (
  SELECT c.scope_no, s.work_id, c.task_no, c.n, c.n_x, c.sum_score, c.n_reached
  FROM core.int_task_cell AS c
  JOIN core.int_scope AS s ON s.scope_no = c.scope_no AND s.scope IN ('region', 'municipality', 'school')
  WHERE c.n > 0
),
member AS (
  SELECT
    c.scope_no, p.item_no, p.dimension, c.n, c.n_x, c.sum_score, c.n_reached, c.n * p.max_score AS possible, p.max_score, p.insufficient AS band,
    c.n * p.max_score * p.sufficient AS sufficient, c.n * p.max_score * p.insufficient AS insufficient
  FROM cell AS c
  JOIN part AS p ON p.work_id = c.work_id AND p.task_no = c.task_no
),
-- Of skills only: tasks below the band of their level, and those whose whole interval is below.
judged AS (
  SELECT
    m.*,
    CASE WHEN m.dimension = 'skill' THEN 100 * m.sum_score < m.insufficient END AS is_red,
    CASE WHEN m.dimension = 'skill' THEN wilson_hi(CAST(m.sum_score AS DOUBLE) / m.max_score, m.n) < m.band END AS is_red_sure
  FROM member AS m
  WHERE m.dimension <> 'task'
),
pooled AS (
  SELECT
    j.scope_no, j.item_no, min(j.dimension) = 'skill' AS is_skill,
    CAST(count(*) AS INTEGER) AS n_tasks,
    max(j.n) AS n,
    CAST(sum(j.n) AS INTEGER) AS n_results,
    CAST(sum(j.n_x) AS INTEGER) AS n_x,
    CAST(sum(j.n_reached) AS INTEGER) AS n_reached,
    CAST(sum(j.sum_score) AS INTEGER) AS points,
    CAST(sum(j.possible) AS INTEGER) AS points_possible,
    -- The bands of the tasks, weighted by the points they can give; none where a task has no level.
    CASE WHEN count(*) = count(j.sufficient) THEN sum(j.sufficient) END AS sufficient,
    CASE WHEN count(*) = count(j.insufficient) THEN sum(j.insufficient) END AS insufficient,
    count(j.is_red) AS n_banded,
    count(*) FILTER (WHERE j.is_red) AS n_red,
    count(*) FILTER (WHERE j.is_red_sure) AS n_red_sure
  FROM judged AS j
  GROUP BY j.scope_no, j.item_no
  UNION ALL
  -- A task is a sum of itself.
  SELECT m.scope_no, m.item_no, FALSE, 1, m.n, m.n, m.n_x, m.n_reached, m.sum_score, m.possible, m.sufficient, m.insufficient, 0, 0, 0
  FROM member AS m
  WHERE m.dimension = 'task'
)
SELECT
  p.scope_no,
  p.item_no,
  p.n_tasks,
  p.n,
  p.n_results,
  p.n_x,
  p.n_reached,
  p.points,
  p.points_possible,
  CASE
    WHEN p.sufficient IS NULL THEN NULL
    WHEN 100 * p.points >= p.sufficient THEN 'достаточно'
    WHEN 100 * p.points < p.insufficient THEN 'недостаточно'
    ELSE 'на границе'
  END AS zone,
  CAST(p.sufficient AS DOUBLE) / p.points_possible AS sufficient_from,
  CASE WHEN p.is_skill THEN CAST(p.n_red AS INTEGER) END AS n_red,
  CASE WHEN p.is_skill THEN CAST(p.n_red_sure AS INTEGER) END AS n_red_sure,
  CASE WHEN p.is_skill AND p.n_banded = p.n_tasks AND p.n_tasks >= t.system_min_tasks THEN 100.0 * p.n_red_sure > t.system_share * p.n_tasks END AS is_system_deficit
FROM pooled AS p
CROSS JOIN setting AS t
