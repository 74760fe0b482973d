-- A cohort from one work of a subject to its next: the same school, the same entry year, a grade or more later. Works follow works of the same
-- procedure; ОГЭ and ЕГЭ follow whatever was written last.
WITH step AS (
  SELECT t.school_id, t.work_id AS work_to, f.work_id AS work_from
  FROM core.cohort_link AS t
  JOIN core.cohort_link AS f
    ON f.school_id = t.school_id AND f.cohort = t.cohort AND f.subject = t.subject AND f.grade < t.grade
    AND (f.level = t.level OR (f.level = 'base' AND t.procedure IN ('ОГЭ', 'ЕГЭ')))
    AND (f.procedure = t.procedure OR t.procedure IN ('ОГЭ', 'ЕГЭ'))
  QUALIFY row_number() OVER (
    PARTITION BY t.school_id, t.work_id
    ORDER BY f.academic_year DESC, CASE f.wave WHEN 'spring' THEN 0 ELSE 1 END, CASE f.procedure WHEN 'ОГЭ' THEN 0 WHEN 'ВПР' THEN 1 ELSE 2 END, f.work_id) = 1
)
SELECT
  t.school_id,
  t.cohort,
  t.subject,
  t.level,
  f.procedure AS procedure_from,
  t.procedure AS procedure_to,
  f.work_id AS work_from,
  t.work_id AS work_to,
  f.academic_year AS academic_year_from,
  t.academic_year AS academic_year_to,
  f.grade AS grade_from,
  t.grade AS grade_to,
  CAST(t.grade - f.grade AS INTEGER) AS years_apart,
  f.n_writers AS n_from,
  t.n_writers AS n_to,
  f.n_source_schools AS n_schools_from,
  t.n_source_schools AS n_schools_to,
  f.source_schools AS schools_from,
  f.mean_mark AS mean_mark_from,
  t.mean_mark AS mean_mark_to,
  CASE WHEN f.procedure = t.procedure THEN t.mean_mark - f.mean_mark END AS mean_mark_change,
  CASE WHEN f.procedure = t.procedure THEN t.mean_mark - f.mean_mark - 1.959963984540054 * sqrt(t.mean_mark_se * t.mean_mark_se + f.mean_mark_se * f.mean_mark_se) END AS mean_mark_change_lo,
  CASE WHEN f.procedure = t.procedure THEN t.mean_mark - f.mean_mark + 1.959963984540054 * sqrt(t.mean_mark_se * t.mean_mark_se + f.mean_mark_se * f.mean_mark_se) END AS mean_mark_change_hi,
  f.percentile AS percentile_from,
  t.percentile AS percentile_to,
  t.percentile - f.percentile AS percentile_change,
  f.z AS z_from,
  t.z AS z_to,
  t.z - f.z AS z_change,
  t.z - f.z - 1.959963984540054 * sqrt(t.z_se * t.z_se + f.z_se * f.z_se) AS z_change_lo,
  t.z - f.z + 1.959963984540054 * sqrt(t.z_se * t.z_se + f.z_se * f.z_se) AS z_change_hi
FROM step AS s
JOIN core.cohort_link AS t ON t.school_id = s.school_id AND t.work_id = s.work_to
JOIN core.cohort_link AS f ON f.school_id = s.school_id AND f.work_id = s.work_from
