-- The subject rows whose journal mean the printed marks don't reproduce, one line each.
SELECT
  s.file_key,
  s.sheet_no,
  s.row_no,
  s.pupil_no,
  s.academic_year,
  s.class_label,
  s.subject_name,
  s.period_from,
  s.period_to,
  s.n_marks,
  s.recomputed_mean,
  s.sgo_mean,
  s.difference,
  s.verdict
FROM core.fct_sgo_subject AS s
WHERE s.verdict IN ('расходится', 'нет отметок в выгрузке')
