-- One row per pupil and work; work, school, municipality and class are those of the group, which stands for them, and words of a short list are
-- kept as such: texts were half the time of the table. The mark of the file is never derived anew; the mark by scale stands beside it for audit.
-- An absent pupil has no mark, whatever total or mark the file shows for him.
WITH result AS (
  SELECT
    r.file_key,
    r.sheet_no,
    r.row_no,
    s.work_id,
    school_key(r.school_id, s.school_id, r.school_login, r.file_key) AS school_id,
    r.participant_code,
    r.class_label,
    r.variant,
    r.sex,
    coalesce(r.attendance, 'unknown') AS attendance,
    r.primary_score,
    r.mark_given,
    r.journal_mark,
    r.journal_state,
    r.task_code
  FROM core.int_vpr_result AS r
  JOIN core.int_sheet_work AS s ON s.file_key = r.file_key AND s.sheet_no = r.sheet_no
  ANTI JOIN core.int_overridden_result AS v
    ON v.file_key = r.file_key AND v.sheet_no = r.sheet_no AND v.row_no = r.row_no
),
marked AS (
  SELECT
    r.*,
    g.group_no,
    r.attendance = 'present' AND r.primary_score IS NOT NULL AS is_writer,
    CASE WHEN r.attendance = 'present' THEN
      CASE
        WHEN r.primary_score >= w.min_5 THEN 5
        WHEN r.primary_score >= w.min_4 THEN 4
        WHEN r.primary_score >= w.min_3 THEN 3
        WHEN r.primary_score < w.min_3 THEN 2
      END
    END AS mark_by_scale,
    w.scale_status
  FROM result AS r
  JOIN core.int_result_group AS g
    ON g.work_id = r.work_id AND g.school_id = r.school_id AND g.class_label IS NOT DISTINCT FROM r.class_label
  JOIN core.dim_work AS w ON w.work_id = r.work_id
)
SELECT
  -- A number made of the natural key: the same pupil and work keep it between builds (of one engine version).
  CAST(hash(m.work_id, m.school_id, m.participant_code) >> 1 AS BIGINT) AS result_id,
  m.group_no,
  m.participant_code,
  m.variant,
  m.sex,
  CAST(m.attendance AS ENUM('present', 'absent', 'unknown')) AS attendance,
  m.is_writer,
  m.primary_score,
  m.mark_given,
  CAST(m.mark_by_scale AS TINYINT) AS mark_by_scale,
  CAST(CASE WHEN m.attendance = 'present' THEN coalesce(m.mark_given, m.mark_by_scale) END AS TINYINT) AS mark,
  CAST(
    CASE
      WHEN m.attendance <> 'present' THEN NULL
      WHEN m.mark_given IS NOT NULL THEN 'file'
      WHEN m.mark_by_scale IS NULL THEN NULL
      WHEN m.scale_status = 'official' THEN 'scale'
      ELSE 'assumed'
    END AS ENUM('file', 'scale', 'assumed')
  ) AS mark_source,
  m.journal_mark,
  CAST(m.journal_state AS ENUM('mark', 'none', 'empty', 'bad')) AS journal_state,
  m.task_code,
  -- X counts as 0; a quarantined or empty cell leaves the sum unknown.
  CASE
    WHEN m.attendance <> 'present' THEN NULL
    WHEN list_min(m.task_code) >= 0 THEN CAST(list_sum(m.task_code) AS SMALLINT)
    WHEN list_min(m.task_code) = -1 THEN CAST(coalesce(list_sum(list_filter(m.task_code, lambda c: c >= 0)), 0) AS SMALLINT)
  END AS total_from_tasks,
  m.file_key,
  m.sheet_no,
  m.row_no
FROM marked AS m
