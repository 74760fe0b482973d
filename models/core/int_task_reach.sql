-- Writers who reached the planned result of a task: at least the set share of its maximum. X and 0 do not; an empty or quarantined cell is nobody's result.
WITH need AS (
  SELECT t.work_id, list(CAST(ceil(t.max_score * s.value / 100 - 1e-9) AS INTEGER) ORDER BY t.task_no) AS needs
  FROM core.dim_task AS t
  CROSS JOIN (SELECT max(d.value) AS value FROM core.seed_deficit_setting AS d WHERE d.setting = 'reach_share') AS s
  GROUP BY t.work_id
),
cell AS (
  SELECT
    f.group_no,
    unnest(range(1, len(f.task_score) + 1)) AS task_no,
    unnest(f.task_score) AS score,
    unnest(n.needs[1:len(f.task_score)]) AS need
  FROM core.fct_participant_result AS f
  JOIN need AS n ON n.work_id = f.work_id
  WHERE f.is_writer
)
SELECT
  c.group_no,
  CAST(c.task_no AS INTEGER) AS task_no,
  CAST(count(*) FILTER (WHERE c.score >= c.need) AS INTEGER) AS n_reached
FROM cell AS c
WHERE c.need IS NOT NULL
GROUP BY c.group_no, c.task_no
ORDER BY c.group_no, c.task_no
