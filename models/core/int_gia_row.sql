-- Rows of protocols and appeals with their exam, period, person and school. The exam is found by its code, else by subject and level;
-- mathematics of ЕГЭ without code and level is the profile one.
WITH source_row AS (
  SELECT
    r.*,
    CASE WHEN coalesce(r.grade, CASE WHEN r.procedure = 'ЕГЭ' THEN 11 ELSE 9 END) >= 10 THEN 11 ELSE 9 END AS grade_level,
    c.procedure AS code_procedure,
    c.subject AS code_subject,
    c.math_level AS code_math_level,
    s.layout_priority,
    s.issued_at,
    f.path
  FROM core.int_gia__result AS r
  JOIN staging.stg_sheet AS s ON s.file_key = r.file_key AND s.sheet_no = r.sheet_no
  LEFT JOIN ops.source_file AS f ON f.file_key = r.file_key
  -- A code of ГВЭ stands in protocols of the ОГЭ form.
  LEFT JOIN core.seed_gia_exam AS c ON c.exam_code = r.exam_code AND (c.procedure = r.procedure OR c.procedure = 'ГВЭ')
  WHERE coalesce(f.status, 'loaded') = 'loaded'
),
resolved AS (
  SELECT
    w.* EXCLUDE (procedure, subject, math_level, code_procedure, code_subject, code_math_level),
    coalesce(w.code_procedure, w.procedure) AS procedure,
    coalesce(w.code_subject, w.subject, 'код ' || w.exam_code) AS subject,
    CASE
      WHEN w.code_procedure IS NOT NULL THEN w.code_math_level
      WHEN w.procedure = 'ЕГЭ' AND w.subject = 'МА' THEN coalesce(w.math_level, 'profile')
    END AS math_level
  FROM source_row AS w
),
dated AS (
  SELECT
    r.*,
    k.period AS calendar_period
  FROM resolved AS r
  LEFT JOIN core.seed_gia_calendar AS k
    ON (k.procedure = r.procedure OR k.procedure IS NULL)
    AND (k.year = r.year OR k.year IS NULL)
    AND strftime(r.exam_date, '%m-%d') BETWEEN k.first_day AND k.last_day
  QUALIFY row_number() OVER (
    PARTITION BY r.file_key, r.sheet_no, r.row_no
    ORDER BY CASE WHEN k.year IS NULL THEN 1 ELSE 0 END, CASE WHEN k.procedure IS NULL THEN 1 ELSE 0 END, k.first_day DESC) = 1
)
SELECT
  d.file_key,
  d.sheet_no,
  d.row_no,
  d.procedure || '-' || CAST(d.year AS VARCHAR) || '-' || d.subject || coalesce('-' || d.math_level, '') AS exam_id,
  d.procedure,
  CAST(d.year AS INTEGER) AS year,
  d.subject,
  d.math_level,
  CAST(d.grade_level AS INTEGER) AS grade_level,
  d.exam_date,
  coalesce(d.period, d.calendar_period, 'main') AS period,
  CASE WHEN d.period IS NOT NULL THEN 'stated' WHEN d.calendar_period IS NOT NULL THEN 'date' ELSE 'assumed' END AS period_source,
  d.is_appeal,
  d.appeal_outcome,
  -- Without its own entry (a load that broke off) a row is a person of its own.
  coalesce(p.person_no, CAST(hash(d.file_key, d.sheet_no, d.row_no) >> 1 AS BIGINT)) AS person_no,
  coalesce(p.is_ambiguous, 0) = 1 AS is_ambiguous,
  c.school_id,
  c.is_matched,
  c.municipality_id,
  d.school_code,
  d.class_label,
  d.ppe_code,
  d.room,
  d.variant,
  d.status,
  d.primary_score,
  d.test_score,
  d.mark,
  d.short_score,
  d.long_score,
  -- Where two files tell of the same attempt the greater number has the last word.
  CAST(row_number() OVER (
    ORDER BY d.layout_priority NULLS FIRST, d.issued_at NULLS FIRST, d.path NULLS FIRST, d.file_key, d.sheet_no, d.row_no) AS INTEGER) AS precedence
FROM dated AS d
LEFT JOIN staging.stg_person_row AS p ON p.file_key = d.file_key AND p.sheet_no = d.sheet_no AND p.row_no = d.row_no
JOIN core.int_gia_school AS c
  ON c.system = CASE WHEN d.grade_level = 11 THEN 'егэ' ELSE 'огэ' END AND c.school_code = d.school_code AND c.year = d.year
