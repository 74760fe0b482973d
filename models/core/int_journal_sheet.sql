-- Which school years each sheet of a journal tells of: the sheets a year has to be counted from.
SELECT DISTINCT p.file_key, p.sheet_no, CAST(left(p.academic_year, 4) AS INTEGER) AS start_year
FROM (
  SELECT t.file_key, t.sheet_no, t.academic_year FROM core.int_journal__period AS t
  UNION ALL
  SELECT m.file_key, m.sheet_no, coalesce(m.academic_year, sh.academic_year)
  FROM core.int_journal__class_mark AS m
  JOIN staging.stg_sheet AS sh ON sh.file_key = m.file_key AND sh.sheet_no = m.sheet_no
  UNION ALL
  SELECT c.file_key, c.sheet_no, c.academic_year FROM core.int_sgo__report_card AS c
  UNION ALL
  SELECT s.file_key, s.sheet_no, s.academic_year FROM core.int_sgo__progress_subject AS s
) AS p
WHERE p.academic_year IS NOT NULL
