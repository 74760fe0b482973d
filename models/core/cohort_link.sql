-- The way of a cohort through the works, by today's school: everybody who began grade 1 in the same autumn. Schools are linked, pupils never.
WITH origin AS (
  -- How many schools of the time the results come from: two where a merger lies between the grades.
  SELECT t.work_id, coalesce(n.now_school_id, t.school_id) AS school_id, CAST(count(*) AS INTEGER) AS n_source_schools, string_agg(t.school_id, ', ' ORDER BY t.school_id) AS source_schools
  FROM (
    SELECT r.work_id, r.school_id FROM core.int_work_result AS r WHERE r.as_of <> 'now' AND r.scope = 'school' AND r.n_writers > 0
    UNION ALL
    SELECT e.exam_id, e.school_id FROM core.int_gia_exam_result AS e WHERE e.as_of = 'was' AND e.scope = 'school' AND e.period = 'all' AND e.n_participants > 0
  ) AS t
  LEFT JOIN core.map_school_now AS n ON n.school_id = t.school_id
  GROUP BY t.work_id, coalesce(n.now_school_id, t.school_id)
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
),
exam AS (
  SELECT e.exam_id, e.procedure, e.year, e.subject, e.math_level, e.scale, e.school_id, e.n_participants, e.mean_result, e.sd_result
  FROM core.int_gia_exam_result AS e
  WHERE e.as_of = 'now' AND e.scope = 'school' AND e.period = 'all' AND e.n_participants > 0 AND e.procedure IN ('ОГЭ', 'ЕГЭ')
),
pooled AS (
  -- Mean and standard deviation of all loaded pupils of the exam.
  SELECT
    e.exam_id,
    sum(e.n_participants * e.mean_result) / sum(e.n_participants) AS mean_result,
    nullif(sqrt(greatest(
      (sum((e.n_participants - 1) * coalesce(e.sd_result, 0) * coalesce(e.sd_result, 0) + e.n_participants * e.mean_result * e.mean_result)
        - sum(e.n_participants * e.mean_result) * sum(e.n_participants * e.mean_result) / sum(e.n_participants))
      / nullif(sum(e.n_participants) - 1, 0), 0)), 0) AS sd_result
  FROM exam AS e
  GROUP BY e.exam_id
),
ranked AS (
  SELECT
    e.exam_id, e.school_id,
    100e0 * (rank() OVER (PARTITION BY e.exam_id ORDER BY round(e.mean_result, 9)) - 1
      + count(*) OVER (PARTITION BY e.exam_id, round(e.mean_result, 9)) / 2e0) / count(*) OVER (PARTITION BY e.exam_id) AS percentile
  FROM exam AS e
)
SELECT
  e.school_id,
  -- Grade 9 of spring 2026 began grade 1 in autumn 2017.
  CAST(e.year - CASE e.procedure WHEN 'ЕГЭ' THEN 11 ELSE 9 END AS INTEGER) AS cohort,
  e.year,
  CAST(e.year - 1 AS VARCHAR) || '/' || lpad(CAST(e.year % 100 AS VARCHAR), 2, '0') AS academic_year,
  'spring' AS wave,
  CAST(CASE e.procedure WHEN 'ЕГЭ' THEN 11 ELSE 9 END AS INTEGER) AS grade,
  e.procedure,
  e.subject,
  coalesce(e.math_level, 'base') AS level,
  e.exam_id AS work_id,
  e.n_participants AS n_writers,
  CASE WHEN e.scale = 'mark5' THEN e.n_participants END AS n_marked,
  CASE WHEN e.scale = 'mark5' THEN e.mean_result END AS mean_mark,
  CASE WHEN e.scale = 'mark5' THEN e.sd_result / sqrt(e.n_participants) END AS mean_mark_se,
  k.percentile,
  (e.mean_result - p.mean_result) / p.sd_result AS z,
  e.sd_result / sqrt(e.n_participants) / p.sd_result AS z_se,
  o.n_source_schools,
  o.source_schools
FROM exam AS e
JOIN pooled AS p ON p.exam_id = e.exam_id
JOIN ranked AS k ON k.exam_id = e.exam_id AND k.school_id = e.school_id
JOIN origin AS o ON o.work_id = e.exam_id AND o.school_id = e.school_id
UNION ALL
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
