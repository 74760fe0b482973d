-- A cohort from one work of a subject to its next: the same school, the same entry year, a grade or more later.
WITH step AS (
  SELECT
    c.*,
    lag(c.work_id) OVER same_cohort AS work_before
  FROM core.cohort_link AS c
  WINDOW same_cohort AS (
    PARTITION BY c.school_id, c.cohort, c.procedure, c.subject, c.level ORDER BY c.academic_year, CASE c.wave WHEN 'autumn' THEN 1 ELSE 2 END, c.work_id)
)
SELECT
  t.school_id,
  t.cohort,
  t.subject,
  t.level,
  t.procedure,
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
  t.mean_mark - f.mean_mark AS mean_mark_change,
  t.mean_mark - f.mean_mark - 1.959963984540054 * sqrt(t.mean_mark_se * t.mean_mark_se + f.mean_mark_se * f.mean_mark_se) AS mean_mark_change_lo,
  t.mean_mark - f.mean_mark + 1.959963984540054 * sqrt(t.mean_mark_se * t.mean_mark_se + f.mean_mark_se * f.mean_mark_se) AS mean_mark_change_hi,
  f.percentile AS percentile_from,
  t.percentile AS percentile_to,
  t.percentile - f.percentile AS percentile_change,
  f.z AS z_from,
  t.z AS z_to,
  t.z - f.z AS z_change,
  t.z - f.z - 1.959963984540054 * sqrt(t.z_se * t.z_se + f.z_se * f.z_se) AS z_change_lo,
  t.z - f.z + 1.959963984540054 * sqrt(t.z_se * t.z_se + f.z_se * f.z_se) AS z_change_hi
FROM step AS t
JOIN core.cohort_link AS f ON f.school_id = t.school_id AND f.work_id = t.work_before
WHERE t.grade > f.grade
