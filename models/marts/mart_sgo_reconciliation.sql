-- «Сетевой Город» exports: in how many subject rows of each file the journal's own mean is reproduced from the printed marks.
SELECT
  s.file_key,
  CAST(count(*) AS INTEGER) AS n_subject_rows,
  CAST(count(s.sgo_mean) AS INTEGER) AS n_with_mean,
  CAST(count(*) FILTER (WHERE s.verdict = 'совпадает') AS INTEGER) AS n_exact,
  CAST(count(*) FILTER (WHERE s.verdict = 'расходится') AS INTEGER) AS n_differs,
  CAST(count(*) FILTER (WHERE s.verdict = 'нет отметок в выгрузке') AS INTEGER) AS n_no_marks,
  CAST(count(*) FILTER (WHERE s.verdict = 'нет среднего СГО') AS INTEGER) AS n_no_mean,
  CAST(sum(s.n_marks) AS INTEGER) AS n_marks,
  max(abs(s.difference)) AS max_difference
FROM core.fct_sgo_subject AS s
GROUP BY s.file_key
