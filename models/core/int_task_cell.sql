-- Task sums over writers by object. X counts as 0 and is counted apart; a quarantined or empty cell leaves the task's n. A writer reached the planned result
-- of a task with at least the set share of its maximum; nobody is said to have reached a task whose maximum is not known.
WITH need AS (
  SELECT t.work_id, list(CAST(ceil(t.max_score * s.value / 100 - 1e-9) AS TINYINT) ORDER BY t.task_no) AS needs
  FROM core.dim_task AS t
  CROSS JOIN (SELECT max(d.value) AS value FROM core.seed_deficit_setting AS d WHERE d.setting = 'reach_share') AS s
  GROUP BY t.work_id
),
cell AS (
  SELECT
    f.group_no,
    CAST(unnest(range(1, len(f.task_code) + 1)) AS INTEGER) AS task_no,
    unnest(f.task_code) AS code,
    unnest(n.needs[1:len(f.task_code)]) AS need
  FROM core.int_participant_result AS f
  JOIN core.int_result_group AS g ON g.group_no = f.group_no
  LEFT JOIN need AS n ON n.work_id = g.work_id
  WHERE f.is_writer
),
base AS (
  SELECT
    c.group_no,
    c.task_no,
    CAST(count(*) FILTER (WHERE c.code >= -1) AS INTEGER) AS n,
    CAST(count(*) FILTER (WHERE c.code = -1) AS INTEGER) AS n_x,
    CAST(coalesce(sum(c.code) FILTER (WHERE c.code > 0), 0) AS INTEGER) AS sum_score,
    -- A need is at least 0: no code below says reached.
    CAST(CASE WHEN count(c.need) > 0 THEN count(*) FILTER (WHERE c.code >= c.need) END AS INTEGER) AS n_reached
  FROM cell AS c
  GROUP BY c.group_no, c.task_no
),
-- A class is one group: only what is above classes is added up.
scoped AS (
  SELECT g.scope_no, b.task_no, b.n, b.n_x, b.sum_score, b.n_reached
  FROM base AS b
  JOIN core.int_group_scope AS g ON g.group_no = b.group_no
  WHERE g.is_class
  UNION ALL
  SELECT
    g.scope_no,
    b.task_no,
    CAST(sum(b.n) AS INTEGER) AS n,
    CAST(sum(b.n_x) AS INTEGER) AS n_x,
    CAST(sum(b.sum_score) AS INTEGER) AS sum_score,
    CAST(sum(b.n_reached) AS INTEGER) AS n_reached
  FROM base AS b
  JOIN core.int_group_scope AS g ON g.group_no = b.group_no
  WHERE NOT g.is_class
  GROUP BY g.scope_no, b.task_no
)
SELECT s.scope_no, s.task_no, s.n, s.n_x, s.sum_score, s.n_reached
FROM scoped AS s
ORDER BY s.scope_no, s.task_no
