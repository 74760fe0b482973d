-- Sheets of loaded files that name a ВПР work; the key of the work is built here and nowhere else.
SELECT
  sh.file_key,
  sh.sheet_no,
  coalesce(sh.procedure, 'ВПР') || '-' || CAST(sh.year AS VARCHAR) || '-' || coalesce(sh.wave, 'spring') || '-'
    || lpad(CAST(sh.grade AS VARCHAR), 2, '0') || '-' || sh.subject || '-' || coalesce(sh.level, 'base') AS work_id,
  coalesce(sh.procedure, 'ВПР') AS procedure,
  CAST(sh.year AS INTEGER) AS year,
  coalesce(
    sh.academic_year,
    CASE coalesce(sh.wave, 'spring')
      WHEN 'autumn' THEN CAST(sh.year AS VARCHAR) || '/' || lpad(CAST((sh.year + 1) % 100 AS VARCHAR), 2, '0')
      ELSE CAST(sh.year - 1 AS VARCHAR) || '/' || lpad(CAST(sh.year % 100 AS VARCHAR), 2, '0')
    END) AS academic_year,
  coalesce(sh.wave, 'spring') AS wave,
  CAST(sh.grade AS INTEGER) AS grade,
  -- An autumn wave is written by the next grade on the programme of the finished one.
  CAST(coalesce(sh.actual_grade, CASE coalesce(sh.wave, 'spring') WHEN 'autumn' THEN sh.grade + 1 ELSE sh.grade END)
    AS INTEGER) AS actual_grade,
  sh.subject,
  coalesce(sh.level, 'base') AS level,
  CAST(sh.max_score AS INTEGER) AS max_score,
  sh.region_code,
  sh.municipality_id,
  sh.school_id,
  -- Where sheets contradict each other (a corrected re-issue, the same pupils in two forms), the greater text has the last
  -- word: first the form of higher priority, then the later issue, then the path
  -- (the time of loading would depend on which of two workers was faster). No running number: a new file would change those of all others.
  coalesce(lpad(CAST(sh.layout_priority AS VARCHAR), 6, '0'), '') || chr(1) || coalesce(strftime(sh.issued_at, '%Y-%m-%d %H:%M:%S.%f'), '') || chr(1)
    || coalesce(f.path, '') || chr(1) || printf('%020d', sh.file_key) || chr(1) || lpad(CAST(sh.sheet_no AS VARCHAR), 6, '0') AS precedence
FROM staging.stg_sheet AS sh
LEFT JOIN ops.source_file AS f ON f.file_key = sh.file_key
WHERE coalesce(f.status, 'loaded') = 'loaded'
  AND sh.year IS NOT NULL
  AND sh.grade IS NOT NULL
  AND sh.subject IS NOT NULL
  -- ГИА has its own exams and facts.
  AND coalesce(sh.procedure, 'ВПР') NOT IN ('ОГЭ', 'ЕГЭ', 'ГВЭ')
