-- Every line of corrections.csv with what became of it. A correction counts only where exactly one row is meant and the value it expects
-- stands there; of several for one cell the latest counts.
WITH candidate AS (
  SELECT
    c.file_key AS correction_file, c.sheet_no AS correction_sheet, c.row_no AS correction_row,
    'stg_vpr__result' AS source_table, c.field, f.file_key, r.sheet_no, r.row_no, CAST(NULL AS VARCHAR) AS cells,
    CASE c.field
      WHEN 'primary_score' THEN CAST(r.primary_score AS VARCHAR)
      WHEN 'mark_given' THEN CAST(r.mark_given AS VARCHAR)
      WHEN 'journal_mark' THEN CAST(r.journal_mark AS VARCHAR)
      WHEN 'class_label' THEN r.class_label
      WHEN 'attendance' THEN r.attendance
    END AS actual
  FROM staging.stg_correction AS c
  JOIN ops.source_file AS f ON f.status = 'loaded' AND (f.path = c.path OR ends_with(f.path, '/' || c.path))
  JOIN staging.stg_sheet AS s ON s.file_key = f.file_key AND (c.sheet IS NULL OR s.sheet_name = c.sheet OR CAST(s.sheet_no AS VARCHAR) = c.sheet)
  JOIN staging.stg_vpr__result AS r
    ON r.file_key = s.file_key AND r.sheet_no = s.sheet_no
    AND (c.target_row IS NULL OR r.row_no = c.target_row)
    AND (c.school_id IS NULL OR coalesce(r.school_id, s.school_id) = c.school_id)
    AND (c.participant_code IS NULL OR r.participant_code = c.participant_code)
  WHERE c.target = 'результаты ВПР'
  UNION ALL
  SELECT o.correction_file, o.correction_sheet, o.correction_row, o.source_table, o.field, o.file_key, o.sheet_no, o.row_no, o.cells, o.actual
  FROM core.int_correction_candidate AS o
),
met AS (
  SELECT d.correction_file, d.correction_sheet, d.correction_row, count(*) AS n, min(d.source_table) AS source_table, min(d.field) AS field,
    min(d.file_key) AS file_key, min(d.sheet_no) AS sheet_no, min(d.row_no) AS row_no, min(d.cells) AS cells, min(d.actual) AS actual
  FROM candidate AS d
  GROUP BY d.correction_file, d.correction_sheet, d.correction_row
),
told AS (
  SELECT
    c.* REPLACE (coalesce(m.field, c.field) AS field),
    m.source_table, m.cells, m.n, m.file_key AS target_file, m.sheet_no AS target_sheet, m.row_no AS found_row, m.actual,
    coalesce(m.n = 1 AND (m.actual IS NOT DISTINCT FROM c.expect OR TRY_CAST(m.actual AS DOUBLE) = TRY_CAST(c.expect AS DOUBLE)), FALSE) AS is_right
  FROM staging.stg_correction AS c
  LEFT JOIN met AS m ON m.correction_file = c.file_key AND m.correction_sheet = c.sheet_no AND m.correction_row = c.row_no
)
SELECT
  t.file_key,
  t.sheet_no,
  t.row_no,
  t.target,
  t.path,
  t.source_table,
  t.field,
  t.target_file,
  t.target_sheet,
  t.found_row AS target_row,
  t.cells,
  t.expect,
  t.actual,
  t.new_value,
  t.reason,
  t.author,
  t.corrected_on,
  CASE
    WHEN t.n IS NULL THEN 'строка не найдена'
    WHEN t.n > 1 THEN 'подходит несколько строк'
    WHEN NOT t.is_right THEN 'в файле другое значение'
    WHEN row_number() OVER (
      PARTITION BY t.is_right, t.target_file, t.target_sheet, t.found_row, t.cells, t.field ORDER BY t.corrected_on DESC, t.file_key, t.sheet_no, t.row_no DESC) > 1
      THEN 'заменена более поздней'
    ELSE 'применена'
  END AS status
FROM told AS t
