-- Classes as the protocols name them; a letter and an ordinal of the same class are two members, no file says they are one.
SELECT
  g.class_id,
  g.school_id,
  w.academic_year,
  w.actual_grade,
  g.class_label AS label
FROM core.int_result_group AS g
JOIN core.dim_work AS w ON w.work_id = g.work_id
WHERE g.class_id IS NOT NULL
GROUP BY g.class_id, g.school_id, w.academic_year, w.actual_grade, g.class_label
