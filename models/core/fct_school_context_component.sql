-- Components of the social passport as a long table: a number of pupils with the enrolment as its base, or a share that came as a percent and stays one.
WITH part AS (
  SELECT
    k.academic_year, k.school_id, k.municipality_id, k.enrolment, k.file_key, k.sheet_no, k.row_no,
    unnest([
      {'component': 'special_needs', 'n': x.n_special_needs, 'pct': x.pct_special_needs},
      {'component': 'disabled', 'n': x.n_disabled, 'pct': x.pct_disabled},
      {'component': 'registered', 'n': x.n_registered, 'pct': x.pct_registered},
      {'component': 'single_parent', 'n': x.n_single_parent, 'pct': x.pct_single_parent},
      {'component': 'large_family', 'n': x.n_large_family, 'pct': x.pct_large_family},
      {'component': 'low_income', 'n': x.n_low_income, 'pct': x.pct_low_income},
      {'component': 'parents_higher', 'n': x.n_parents_higher, 'pct': x.pct_parents_higher},
      {'component': 'non_native', 'n': x.n_non_native, 'pct': x.pct_non_native},
      {'component': 'advanced', 'n': x.n_advanced, 'pct': x.pct_advanced}
    ]) AS value
  FROM core.fct_school_context AS k
  JOIN core.int_ctx__school AS x ON x.file_key = k.file_key AND x.sheet_no = k.sheet_no AND x.row_no = k.row_no
)
SELECT
  p.academic_year,
  p.school_id,
  p.municipality_id,
  p.value.component AS component,
  p.value.n AS n,
  CASE WHEN p.value.n IS NOT NULL THEN p.enrolment END AS n_base,
  CAST(CASE WHEN p.value.n IS NULL THEN CAST(p.value.pct AS DOUBLE) WHEN p.enrolment > 0 THEN 1e2 * p.value.n / p.enrolment END AS DOUBLE) AS pct,
  CASE WHEN p.value.n IS NULL THEN 'доля из файла' ELSE 'по числу' END AS origin,
  p.file_key,
  p.sheet_no,
  p.row_no
FROM part AS p
WHERE p.value.n IS NOT NULL OR p.value.pct IS NOT NULL
