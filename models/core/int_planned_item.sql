-- What planned results are told by: each task, each skill of the specification and each level of difficulty, with the tasks it is made of and their bands.
WITH band AS (
  SELECT
    s.difficulty,
    max(s.value) FILTER (WHERE s.setting = 'sufficient') AS sufficient,
    max(s.value) FILTER (WHERE s.setting = 'insufficient') AS insufficient
  FROM core.seed_deficit_setting AS s
  WHERE s.difficulty IS NOT NULL
  GROUP BY s.difficulty
),
level AS (
  SELECT m.work_id, m.task_no, min(m.code) AS difficulty
  FROM core.map_task_skill AS m
  WHERE m.code_system = 'сложность' AND m.task_no IS NOT NULL
  GROUP BY m.work_id, m.task_no
),
task AS (
  SELECT t.work_id, t.task_no, t.label, t.max_score, coalesce(t.difficulty, l.difficulty) AS difficulty, b.sufficient, b.insufficient
  FROM core.dim_task AS t
  LEFT JOIN level AS l ON l.work_id = t.work_id AND l.task_no = t.task_no
  LEFT JOIN band AS b ON b.difficulty = coalesce(t.difficulty, l.difficulty)
  WHERE t.max_score > 0
),
part AS (
  SELECT t.*, 1 AS dimension_no, CAST(NULL AS VARCHAR) AS code_system, t.label AS item, 'Задание ' || t.label AS item_name, CAST(NULL AS VARCHAR) AS code_status FROM task AS t
  UNION ALL
  SELECT t.*, 2, m.code_system, m.code, m.code_name, m.code_status
  FROM task AS t
  JOIN core.map_task_skill AS m ON m.work_id = t.work_id AND m.task_no = t.task_no AND m.code_system <> 'сложность'
  UNION ALL
  SELECT t.*, 3, NULL, t.difficulty, CASE t.difficulty WHEN 'Б' THEN 'Базовый уровень' WHEN 'П' THEN 'Повышенный уровень' ELSE 'Высокий уровень' END, NULL
  FROM task AS t
  WHERE t.difficulty IS NOT NULL
),
item AS (
  SELECT
    p.work_id, p.dimension_no, p.code_system, p.item, max(p.item_name) AS item_name, max(p.code_status) AS code_status,
    min(CASE p.difficulty WHEN 'Б' THEN 1 WHEN 'П' THEN 2 WHEN 'В' THEN 3 END) AS level_no,
    min(p.task_no) AS first_task,
    string_agg(p.label, ', ' ORDER BY p.task_no) AS tasks,
    list(p.task_no ORDER BY p.task_no) AS task_nos,
    list(p.max_score ORDER BY p.task_no) AS task_max,
    list(p.sufficient ORDER BY p.task_no) AS task_sufficient,
    list(p.insufficient ORDER BY p.task_no) AS task_insufficient
  FROM part AS p
  GROUP BY p.work_id, p.dimension_no, p.code_system, p.item
)
SELECT
  i.work_id,
  CAST(row_number() OVER (PARTITION BY i.work_id ORDER BY i.dimension_no, i.code_system, i.first_task, i.item) AS SMALLINT) AS item_no,
  CASE i.dimension_no WHEN 1 THEN 'task' WHEN 2 THEN 'skill' ELSE 'difficulty' END AS dimension,
  i.code_system,
  i.item,
  i.item_name,
  CAST(CASE i.dimension_no
    WHEN 1 THEN i.first_task
    WHEN 2 THEN row_number() OVER (PARTITION BY i.work_id, i.dimension_no, i.code_system ORDER BY i.first_task, i.item)
    ELSE i.level_no
  END AS INTEGER) AS item_order,
  i.code_status,
  CASE i.level_no WHEN 1 THEN 'Б' WHEN 2 THEN 'П' WHEN 3 THEN 'В' END AS difficulty,
  i.tasks,
  i.task_nos,
  i.task_max,
  i.task_sufficient,
  i.task_insufficient
FROM item AS i
