-- The finest group any mart counts: work × school × class label. A number stands for it in the wide joins.
WITH seen AS (
  SELECT DISTINCT o.work_id, o.year, o.school_id, o.class_label
  FROM core.int_school_observation AS o
  WHERE o.origin = 'protocol'
)
SELECT
  (work_no(s.work_id) << 24) + row_number() OVER (PARTITION BY s.work_id ORDER BY s.school_id, s.class_label NULLS FIRST) AS group_no,
  s.work_id,
  s.year,
  split_part(m.municipality_id, '_', 1) AS region_code,
  m.municipality_id,
  s.school_id,
  s.class_label,
  s.school_id || '-' || w.academic_year || '-' || CAST(w.actual_grade AS VARCHAR) || '-' || s.class_label AS class_id
FROM seen AS s
JOIN core.map_school_year AS m ON m.school_id = s.school_id AND m.year = s.year
JOIN core.dim_work AS w ON w.work_id = s.work_id
