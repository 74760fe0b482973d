-- Results with the keys of their groups: one row per pupil and work.
SELECT
  r.result_id,
  g.work_id,
  g.school_id,
  g.municipality_id,
  g.class_id,
  r.group_no,
  r.participant_code,
  r.variant,
  r.sex,
  CAST(r.attendance AS VARCHAR) AS attendance,
  r.is_writer,
  r.primary_score,
  r.mark_given,
  r.mark_by_scale,
  r.mark,
  CAST(r.mark_source AS VARCHAR) AS mark_source,
  r.journal_mark,
  CAST(r.journal_state AS VARCHAR) AS journal_state,
  list_transform(r.task_code, lambda c: CASE WHEN c >= 0 THEN c END) AS task_score,
  list_transform(r.task_code, lambda c: c = -1) AS task_is_x,
  r.task_code,
  r.total_from_tasks,
  r.file_key,
  r.sheet_no,
  r.row_no
FROM core.int_participant_result AS r
JOIN core.int_result_group AS g ON g.group_no = r.group_no
