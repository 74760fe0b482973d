-- Rows for the program that fits the models: the cohorts, the context of the schools and the settings, the same for both marts of value added.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'va_min_schools') AS min_schools,
    max(s.value) FILTER (WHERE s.setting = 'va_min_n') AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'va_schools_per_predictor') AS schools_per_predictor,
    max(s.value) FILTER (WHERE s.setting = 'va_years') AS years,
    max(s.value) FILTER (WHERE s.setting = 'va_test_reliability') AS test_reliability,
    max(s.value) FILTER (WHERE s.setting = 'va_pupil_correlation') AS pupil_correlation,
    max(s.value) FILTER (WHERE s.setting = 'va_fdr') AS fdr
  FROM core.seed_analysis_setting AS s
),
caption AS (
  SELECT string_agg(v.caption, ';' ORDER BY v.variable_order) AS captions FROM core.seed_value_added_context AS v
)
SELECT
  i.transition, i.subject, i.work_level, i.grade_from, i.grade_to, i.year_to, i.work_from, i.work_to, i.school_id, i.municipality_id,
  i.n_from, i.n_to, i.z_from, i.z_from_se, i.z_to, i.z_to_se, i.context,
  c.captions, s.min_schools, s.min_n, s.schools_per_predictor, s.years, s.test_reliability, s.pupil_correlation, s.fdr
FROM core.int_value_added_input AS i
CROSS JOIN setting AS s
CROSS JOIN caption AS c
