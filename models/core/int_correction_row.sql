-- Corrections that count, one row per corrected row of a protocol.
SELECT
  c.target_file AS file_key,
  c.target_sheet AS sheet_no,
  c.target_row AS row_no,
  bool_or(c.field = 'primary_score') AS has_primary_score,
  CAST(max(c.new_value) FILTER (WHERE c.field = 'primary_score') AS SMALLINT) AS primary_score,
  bool_or(c.field = 'mark_given') AS has_mark_given,
  CAST(max(c.new_value) FILTER (WHERE c.field = 'mark_given') AS TINYINT) AS mark_given,
  bool_or(c.field = 'journal_mark') AS has_journal_mark,
  CAST(max(c.new_value) FILTER (WHERE c.field = 'journal_mark') AS TINYINT) AS journal_mark,
  bool_or(c.field = 'class_label') AS has_class_label,
  max(c.new_value) FILTER (WHERE c.field = 'class_label') AS class_label,
  bool_or(c.field = 'attendance') AS has_attendance,
  max(c.new_value) FILTER (WHERE c.field = 'attendance') AS attendance
FROM core.correction AS c
WHERE c.status = 'применена'
GROUP BY c.target_file, c.target_sheet, c.target_row
