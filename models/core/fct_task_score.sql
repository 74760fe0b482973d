-- One row per pupil, work and task column; X («не приступал») keeps a NULL score and its own flag.
SELECT
  f.result_id,
  g.work_id,
  CAST(unnest(range(1, len(f.task_score) + 1)) AS INTEGER) AS task_no,
  unnest(f.task_score) AS score,
  unnest(f.task_is_x) AS is_x
FROM core.int_participant_result AS f
JOIN core.int_result_group AS g ON g.group_no = f.group_no
