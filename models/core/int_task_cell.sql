-- Task sums over writers by object. X counts as 0 and is counted apart; a quarantined or empty cell leaves the task's n.
WITH cell AS (
  SELECT
    f.group_no,
    unnest(range(1, len(f.task_score) + 1)) AS task_no,
    unnest(f.task_score) AS score,
    unnest(f.task_is_x) AS is_x
  FROM core.fct_participant_result AS f
  WHERE f.is_writer
),
base AS (
  SELECT
    c.group_no,
    c.task_no,
    CAST(count(*) FILTER (WHERE c.is_x OR c.score IS NOT NULL) AS INTEGER) AS n,
    CAST(count(*) FILTER (WHERE c.is_x) AS INTEGER) AS n_x,
    CAST(coalesce(sum(c.score), 0) AS INTEGER) AS sum_score
  FROM cell AS c
  GROUP BY c.group_no, c.task_no
)
SELECT
  g.scope_no,
  CAST(b.task_no AS INTEGER) AS task_no,
  CAST(sum(b.n) AS INTEGER) AS n,
  CAST(sum(b.n_x) AS INTEGER) AS n_x,
  CAST(sum(b.sum_score) AS INTEGER) AS sum_score
FROM base AS b
JOIN core.int_group_scope AS g ON g.group_no = b.group_no
GROUP BY g.scope_no, b.task_no
ORDER BY g.scope_no, b.task_no
