-- One row per pupil and subject of a «Сетевой Город» progress report: the mean of all printed marks (0 included) beside the
-- mean the journal itself printed.
WITH mark AS (
  SELECT l.file_key, l.sheet_no, l.row_no, unnest(l.marks) AS mark
  FROM staging.stg_sgo__lesson_mark AS l
),
recomputed AS (
  SELECT m.file_key, m.sheet_no, m.row_no, count(m.mark) AS n_marks, sum(m.mark) AS sum_marks
  FROM mark AS m
  WHERE m.mark IS NOT NULL
  GROUP BY m.file_key, m.sheet_no, m.row_no
)
SELECT
  p.file_key,
  p.sheet_no,
  p.row_no,
  p.pupil_no,
  p.academic_year,
  p.class_label,
  p.subject_name,
  p.period_from,
  p.period_to,
  CAST(coalesce(c.n_marks, 0) AS INTEGER) AS n_marks,
  CAST(c.sum_marks AS DOUBLE) / c.n_marks AS recomputed_mean,
  p.sgo_mean,
  p.sgo_weighted,
  p.final_mark,
  CAST(c.sum_marks AS DOUBLE) / c.n_marks - p.sgo_mean AS difference,
  -- The journal prints two decimals, so half of the last one is agreement; 1e-9 lets an exact half through binary fractions.
  CASE
    WHEN p.sgo_mean IS NULL AND c.n_marks IS NULL THEN 'нет отметок'
    -- The progress report prints 0 for a subject nobody was marked in.
    WHEN p.sgo_mean = 0 AND c.n_marks IS NULL THEN 'совпадает'
    WHEN p.sgo_mean IS NULL THEN 'нет среднего СГО'
    -- The journal prints 0 where there is nothing to average.
    WHEN c.n_marks IS NULL AND p.sgo_mean = 0 THEN 'совпадает'
    WHEN c.n_marks IS NULL THEN 'нет отметок в выгрузке'
    WHEN abs(CAST(c.sum_marks AS DOUBLE) / c.n_marks - p.sgo_mean) <= 0.005 + 1e-9 THEN 'совпадает'
    ELSE 'расходится'
  END AS verdict
FROM core.int_sgo__progress_subject AS p
LEFT JOIN ops.source_file AS f ON f.file_key = p.file_key
LEFT JOIN recomputed AS c ON c.file_key = p.file_key AND c.sheet_no = p.sheet_no AND c.row_no = p.row_no
WHERE coalesce(f.status, 'loaded') = 'loaded'
