-- One row per pupil, work and task column; X («не приступал») keeps a NULL score and its own flag.
SELECT
  c.result_id,
  c.work_id,
  c.task_no,
  CASE WHEN c.code >= 0 THEN c.code END AS score,
  c.code = -1 AS is_x
FROM (
  SELECT
    f.result_id,
    g.work_id,
    CAST(unnest(range(1, len(f.task_code) + 1)) AS INTEGER) AS task_no,
    unnest(f.task_code) AS code
  FROM core.int_participant_result AS f
  JOIN core.int_result_group AS g ON g.group_no = f.group_no
) AS c
