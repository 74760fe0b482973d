-- Works for titles, axes and footnotes of reports.
SELECT
  w.work_id,
  w.procedure,
  w.year,
  w.academic_year,
  w.wave,
  w.grade,
  w.actual_grade,
  w.subject,
  w.subject_name,
  coalesce(j.sort_order, 99) AS subject_order,
  w.level,
  w.max_score,
  w.min_3,
  w.min_4,
  w.min_5,
  w.scale_status,
  w.scale_source
FROM core.dim_work AS w
LEFT JOIN core.seed_subject AS j ON j.subject = w.subject
