-- A cohort from one work of a subject to its next: the same school, the same entry year, a grade or more later. Works follow works of the same
-- procedure; ОГЭ and ЕГЭ follow whatever was written last.
WITH step AS (
  SELECT
    f.academic_year AS from_academic_year,
    f.grade AS from_grade,
    f.mean_mark AS from_mean_mark,
    f.mean_mark_se AS from_mean_mark_se,
    f.n_source_schools AS from_n_source_schools,
    f.n_writers AS from_n_writers,
    f.percentile AS from_percentile,
    f.procedure AS from_procedure,
    f.school_id AS from_school_id,
    f.source_schools AS from_source_schools,
    f.work_id AS from_work_id,
    f.z AS from_z,
    f.z_se AS from_z_se,
    t.academic_year AS to_academic_year,
    t.cohort AS to_cohort,
    t.grade AS to_grade,
    t.level AS to_level,
    t.mean_mark AS to_mean_mark,
    t.mean_mark_se AS to_mean_mark_se,
    t.n_source_schools AS to_n_source_schools,
    t.n_writers AS to_n_writers,
    t.percentile AS to_percentile,
    t.procedure AS to_procedure,
    t.school_id AS to_school_id,
    t.subject AS to_subject,
    t.work_id AS to_work_id,
    t.z AS to_z,
    t.z_se AS to_z_se
  -- The later works: all, or those of the years being built, which see the years they look back to as well.
  FROM (SELECT c.* FROM core.cohort_link AS c WHERE CAST(left(c.academic_year, 4) AS INTEGER) + 1 IN (SELECT r.year_to FROM core.int_cohort_reach AS r)) AS t
  JOIN core.cohort_link AS f
    ON f.school_id = t.school_id AND f.cohort = t.cohort AND f.subject = t.subject AND f.grade < t.grade
    AND (f.level = t.level OR (f.level = 'base' AND t.procedure IN ('ОГЭ', 'ЕГЭ')))
    AND (f.procedure = t.procedure OR t.procedure IN ('ОГЭ', 'ЕГЭ'))
  QUALIFY row_number() OVER (
    PARTITION BY t.school_id, t.work_id
    ORDER BY f.academic_year DESC, CASE f.wave WHEN 'spring' THEN 0 ELSE 1 END, CASE f.procedure WHEN 'ОГЭ' THEN 0 WHEN 'ВПР' THEN 1 ELSE 2 END, f.work_id) = 1
)
SELECT
  s.to_school_id AS school_id,
  s.to_cohort AS cohort,
  s.to_subject AS subject,
  s.to_level AS level,
  s.from_procedure AS procedure_from,
  s.to_procedure AS procedure_to,
  s.from_work_id AS work_from,
  s.to_work_id AS work_to,
  s.from_academic_year AS academic_year_from,
  s.to_academic_year AS academic_year_to,
  s.from_grade AS grade_from,
  s.to_grade AS grade_to,
  CAST(s.to_grade - s.from_grade AS INTEGER) AS years_apart,
  s.from_n_writers AS n_from,
  s.to_n_writers AS n_to,
  s.from_n_source_schools AS n_schools_from,
  s.to_n_source_schools AS n_schools_to,
  s.from_source_schools AS schools_from,
  s.from_mean_mark AS mean_mark_from,
  s.to_mean_mark AS mean_mark_to,
  CASE WHEN s.from_procedure = s.to_procedure THEN s.to_mean_mark - s.from_mean_mark END AS mean_mark_change,
  CASE WHEN s.from_procedure = s.to_procedure THEN s.to_mean_mark - s.from_mean_mark - 1.959963984540054 * sqrt(s.to_mean_mark_se * s.to_mean_mark_se + s.from_mean_mark_se * s.from_mean_mark_se) END AS mean_mark_change_lo,
  CASE WHEN s.from_procedure = s.to_procedure THEN s.to_mean_mark - s.from_mean_mark + 1.959963984540054 * sqrt(s.to_mean_mark_se * s.to_mean_mark_se + s.from_mean_mark_se * s.from_mean_mark_se) END AS mean_mark_change_hi,
  s.from_percentile AS percentile_from,
  s.to_percentile AS percentile_to,
  s.to_percentile - s.from_percentile AS percentile_change,
  s.from_z AS z_from,
  s.to_z AS z_to,
  s.to_z - s.from_z AS z_change,
  s.to_z - s.from_z - 1.959963984540054 * sqrt(s.to_z_se * s.to_z_se + s.from_z_se * s.from_z_se) AS z_change_lo,
  s.to_z - s.from_z + 1.959963984540054 * sqrt(s.to_z_se * s.to_z_se + s.from_z_se * s.from_z_se) AS z_change_hi
FROM step AS s
