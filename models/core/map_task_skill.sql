-- What each task tests: codes and skills of the specification that counts (of several of one work the newest, whole), found by the number of the column, else by the label.
WITH told AS (
  SELECT
    t.procedure || '-' || CAST(t.year AS VARCHAR) || '-' || t.wave || '-' || lpad(CAST(t.grade AS VARCHAR), 2, '0') || '-' || t.subject || '-' || t.level AS work_id,
    t.*,
    first_value(t.file_key) OVER newest AS best_file
  FROM staging.stg_spec__task AS t
  JOIN staging.stg_sheet AS sh ON sh.file_key = t.file_key AND sh.sheet_no = t.sheet_no
  JOIN ops.source_file AS f ON f.file_key = t.file_key AND f.status = 'loaded'
  WINDOW newest AS (
    PARTITION BY t.procedure, t.year, t.wave, t.grade, t.subject, t.level
    ORDER BY sh.layout_priority DESC, sh.issued_at DESC, f.path DESC, t.file_key DESC)
),
-- «5(1)», «5.1» and «5 .1» are one label.
labelled AS (
  SELECT d.work_id, d.task_no, replace(replace(replace(lower(d.label), ' ', ''), '(', '.'), ')', '') AS label
  FROM core.dim_task AS d
),
found AS (
  SELECT
    t.work_id, coalesce(n.task_no, l.task_no) AS task_no, t.task, t.difficulty, t.max_score, coalesce(t.code_status, 'не указан') AS code_status, t.document,
    t.skill, t.skill_code, t.programme_block, t.kes_code, t.kes_name, t.kt_code, t.kt_name, t.file_key, t.sheet_no, t.row_no
  FROM told AS t
  LEFT JOIN labelled AS n ON n.work_id = t.work_id AND n.task_no = t.task_no
  LEFT JOIN labelled AS l ON l.work_id = t.work_id AND l.label = CASE WHEN t.task_no IS NULL THEN replace(replace(replace(lower(t.task), ' ', ''), '(', '.'), ')', '') END
  WHERE t.file_key = t.best_file
),
code AS (
  SELECT f.*, unnest([
    {'code_system': 'ФГОС', 'code': coalesce(f.skill_code, f.skill), 'name': coalesce(f.skill, f.skill_code)},
    {'code_system': 'ПООП', 'code': f.programme_block, 'name': f.programme_block},
    {'code_system': 'КЭС', 'code': f.kes_code, 'name': coalesce(f.kes_name, 'КЭС ' || f.kes_code)},
    {'code_system': 'КТ', 'code': f.kt_code, 'name': coalesce(f.kt_name, 'КТ ' || f.kt_code)},
    {'code_system': 'сложность', 'code': f.difficulty, 'name': f.difficulty}]) AS value
  FROM found AS f
)
SELECT
  c.work_id, CAST(c.task_no AS INTEGER) AS task_no, c.task, c.value.code_system AS code_system, c.value.code AS code, c.value.name AS code_name,
  c.work_id IN (SELECT d.work_id FROM core.dim_task AS d) AS is_work_loaded, c.code_status, c.document, c.file_key, c.sheet_no, c.row_no
FROM code AS c
WHERE c.value.code IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY c.work_id, coalesce(CAST(c.task_no AS VARCHAR), c.task), c.value.code_system, c.value.code ORDER BY c.sheet_no, c.row_no) = 1
