-- The way of a cohort through the works, by today's school: everybody who began grade 1 in the same autumn. Schools are linked, pupils never.
WITH origin AS (
  -- How many schools of the time the results come from: two where a merger lies between the grades.
  SELECT r.work_id, v.view_school_id AS school_id, CAST(count(*) AS INTEGER) AS n_source_schools, string_agg(r.school_id, ', ' ORDER BY r.school_id) AS source_schools
  FROM core.int_work_result AS r
  JOIN core.dim_work AS w ON w.work_id = r.work_id
  JOIN core.map_school_view AS v ON v.school_id = r.school_id AND v.year = w.year AND v.as_of = 'now'
  WHERE r.as_of <> 'now' AND r.scope = 'school' AND r.n_writers > 0
  GROUP BY r.work_id, v.view_school_id
),
wide AS (
  SELECT
    m.work_id, m.scope_id AS school_id,
    max(m.n) FILTER (WHERE m.measure = 'primary_mean') AS n_writers,
    max(m.n) FILTER (WHERE m.measure = 'mean_mark') AS n_marked,
    max(m.value) FILTER (WHERE m.measure = 'mean_mark') AS mean_mark,
    max(m.se) FILTER (WHERE m.measure = 'mean_mark') AS mean_mark_se,
    max(m.value) FILTER (WHERE m.measure = 'percentile') AS percentile,
    max(m.value) FILTER (WHERE m.measure = 'z') AS z,
    max(m.se) FILTER (WHERE m.measure = 'z') AS z_se
  FROM core.int_school_measure AS m
  WHERE m.scope = 'school'
  GROUP BY m.work_id, m.scope_id
)
SELECT
  x.school_id,
  CAST(CAST(left(w.academic_year, 4) AS INTEGER) - w.actual_grade + 1 AS INTEGER) AS cohort,
  w.year,
  w.academic_year,
  w.wave,
  w.actual_grade AS grade,
  w.procedure,
  w.subject,
  w.level,
  w.work_id,
  x.n_writers,
  x.n_marked,
  x.mean_mark,
  x.mean_mark_se,
  x.percentile,
  x.z,
  x.z_se,
  o.n_source_schools,
  o.source_schools
FROM wide AS x
JOIN core.dim_work AS w ON w.work_id = x.work_id
JOIN origin AS o ON o.work_id = x.work_id AND o.school_id = x.school_id
