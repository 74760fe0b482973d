-- Rows of the tables other than results of works that a line of corrections.csv may mean: by file, sheet and row, and where a row of the file is
-- several rows of the table, by subject and period. A school is corrected only where the file names it by its login.
WITH wanted AS (
  SELECT
    c.file_key AS correction_file, c.sheet_no AS correction_sheet, c.row_no AS correction_row,
    f.file_key, s.sheet_no, c.target_row, c.subject, c.period, unnest(c.fields) AS source_field
  FROM staging.stg_correction AS c
  JOIN ops.source_file AS f ON f.status = 'loaded' AND (f.path = c.path OR ends_with(f.path, '/' || c.path))
  JOIN staging.stg_sheet AS s ON s.file_key = f.file_key AND (c.sheet IS NULL OR s.sheet_name = c.sheet OR CAST(s.sheet_no AS VARCHAR) = c.sheet)
  WHERE c.target_row IS NOT NULL
),
wanted_field AS (
  SELECT w.*, split_part(w.source_field, '.', 1) AS source_table, split_part(w.source_field, '.', 2) AS field FROM wanted AS w
),
row_of AS (
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_act__certificate AS r ON w.source_table = 'stg_act__certificate' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_act__graduate_path AS r ON w.source_table = 'stg_act__graduate_path' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_act__olympiad_count AS r ON w.source_table = 'stg_act__olympiad_count' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_act__olympiad_row AS r ON w.source_table = 'stg_act__olympiad_row' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_act__olympiad_team AS r ON w.source_table = 'stg_act__olympiad_team' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_act__talent AS r ON w.source_table = 'stg_act__talent' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_ctx__school AS r ON w.source_table = 'stg_ctx__school' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_gia__result AS r ON w.source_table = 'stg_gia__result' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_ind__value AS r ON w.source_table = 'stg_ind__value' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_journal__class_mark AS r ON w.source_table = 'stg_journal__class_mark' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_journal__period AS r ON w.source_table = 'stg_journal__period' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_list__bias AS r ON w.source_table = 'stg_list__bias' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_list__bias_long AS r ON w.source_table = 'stg_list__bias_long' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_list__low_results AS r ON w.source_table = 'stg_list__low_results' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_local__aggregate AS r ON w.source_table = 'stg_local__aggregate' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_noko__score AS r ON w.source_table = 'stg_noko__score' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_noko__score_long AS r ON w.source_table = 'stg_noko__score_long' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_sgo__progress_subject AS r ON w.source_table = 'stg_sgo__progress_subject' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
  UNION ALL
  SELECT w.correction_file, w.correction_sheet, w.correction_row, w.source_table, w.field, w.subject, w.period, r.file_key, r.sheet_no, r.row_no, CAST(to_json(r) AS VARCHAR) AS cells
  FROM wanted_field AS w JOIN staging.stg_sgo__report_card AS r ON w.source_table = 'stg_sgo__report_card' AND r.file_key = w.file_key AND r.sheet_no = w.sheet_no AND r.row_no = w.target_row
)
SELECT
  r.correction_file,
  r.correction_sheet,
  r.correction_row,
  r.source_table,
  r.field,
  r.file_key,
  r.sheet_no,
  r.row_no,
  r.cells,
  CASE
    WHEN r.field = 'school_ref' AND json_extract_string(r.cells, '$.school_system') <> 'фисоко' THEN NULL
    ELSE json_extract_string(r.cells, '$.' || r.field)
  END AS actual
FROM row_of AS r
LEFT JOIN staging.stg_subject_alias AS a
  ON a.alias = rtrim(replace(lower(trim(coalesce(json_extract_string(r.cells, '$.subject'), json_extract_string(r.cells, '$.subject_name')))), 'ё', 'е'), ' :.')
WHERE (r.subject IS NULL OR r.subject = coalesce(json_extract_string(r.cells, '$.subject'), json_extract_string(r.cells, '$.subject_name')) OR r.subject = a.subject)
  AND (r.period IS NULL OR r.period = json_extract_string(r.cells, '$.period'))
