-- Protocol rows as the models read them: what the files say, with the corrections that count.
SELECT
  r.file_key,
  r.sheet_no,
  r.row_no,
  r.region_code,
  r.municipality_id,
  r.municipality_name,
  r.school_login,
  r.school_id,
  r.school_name,
  r.participant_code,
  CASE WHEN c.has_class_label THEN c.class_label ELSE r.class_label END AS class_label,
  r.variant,
  r.sex,
  CASE WHEN c.has_attendance THEN c.attendance ELSE r.attendance END AS attendance,
  CASE WHEN c.has_primary_score THEN c.primary_score ELSE r.primary_score END AS primary_score,
  CASE WHEN c.has_mark_given THEN c.mark_given ELSE r.mark_given END AS mark_given,
  CASE WHEN c.has_journal_mark THEN c.journal_mark ELSE r.journal_mark END AS journal_mark,
  CASE WHEN c.has_journal_mark THEN CASE WHEN c.journal_mark IS NULL THEN 'none' ELSE 'mark' END ELSE r.journal_state END AS journal_state,
  r.task_code
FROM staging.stg_vpr__result AS r
LEFT JOIN core.int_correction_row AS c ON c.file_key = r.file_key AND c.sheet_no = r.sheet_no AND c.row_no = r.row_no
