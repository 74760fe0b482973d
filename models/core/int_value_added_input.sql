-- What value added rests on, per today's school and later work: the cohort's place in the work before and in this one, with standard errors, and the context.
-- All schools of a work start from the same earlier grade and procedure: the most frequent one.
WITH pair AS (
  SELECT
    m.procedure_from || '→' || m.procedure_to AS transition, m.subject, m.level, m.procedure_from, m.grade_from, m.grade_to, m.academic_year_to,
    CAST(left(m.academic_year_to, 4) AS INTEGER) + 1 AS year_to,
    m.work_from, m.work_to, m.school_id, m.n_from, m.n_to, m.z_from, f.z_se AS z_from_se, m.z_to, t.z_se AS z_to_se
  FROM marts.mart_cohort AS m
  JOIN core.cohort_link AS f ON f.school_id = m.school_id AND f.work_id = m.work_from
  JOIN core.cohort_link AS t ON t.school_id = m.school_id AND t.work_id = m.work_to
  -- A single pupil has no spread, and a start without an error can't be weighed.
  WHERE m.z_from IS NOT NULL AND m.z_to IS NOT NULL AND f.z_se > 0 AND m.n_to > 0
),
usual AS (
  SELECT p.work_to, p.procedure_from, p.grade_from
  FROM pair AS p
  GROUP BY p.work_to, p.procedure_from, p.grade_from
  QUALIFY row_number() OVER (PARTITION BY p.work_to ORDER BY count(*) DESC, p.grade_from DESC, p.procedure_from) = 1
),
kept AS (
  SELECT p.*
  FROM pair AS p
  JOIN usual AS u ON u.work_to = p.work_to AND u.procedure_from = p.procedure_from AND u.grade_from = p.grade_from
),
-- The passport of the year of the later work, else the latest before it.
passport AS (
  SELECT k.school_id, k.academic_year_to, max(c.academic_year) AS academic_year
  FROM (SELECT DISTINCT school_id, academic_year_to FROM kept) AS k
  JOIN core.fct_school_context AS c ON c.school_id = k.school_id AND c.academic_year <= k.academic_year_to
  GROUP BY k.school_id, k.academic_year_to
),
context AS (
  SELECT
    p.school_id, p.academic_year_to,
    string_agg(coalesce(CAST(CASE WHEN v.category IS NULL THEN i.scaled WHEN i.category IS NOT NULL THEN CASE WHEN i.category = v.category THEN 1 ELSE 0 END END AS VARCHAR), ''), ';' ORDER BY v.variable_order) AS context
  FROM passport AS p
  CROSS JOIN core.seed_value_added_context AS v
  LEFT JOIN core.int_cluster_input AS i ON i.school_id = p.school_id AND i.academic_year = p.academic_year AND i.variable = v.variable
  GROUP BY p.school_id, p.academic_year_to
)
SELECT
  k.transition,
  k.subject,
  k.level AS work_level,
  k.grade_from,
  k.grade_to,
  CAST(k.year_to AS INTEGER) AS year_to,
  k.work_from,
  k.work_to,
  k.school_id,
  t.municipality_id,
  k.n_from,
  k.n_to,
  k.z_from,
  k.z_from_se,
  k.z_to,
  k.z_to_se,
  c.context
FROM kept AS k
LEFT JOIN core.map_school_today AS t ON t.school_id = k.school_id
LEFT JOIN context AS c ON c.school_id = k.school_id AND c.academic_year_to = k.academic_year_to
