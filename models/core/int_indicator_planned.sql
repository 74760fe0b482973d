-- Planned results of a year pooled over works: shares of task results that reached their threshold, in all and by difficulty; shares of tasks, skills and elements of
-- content in the band «достаточно». n is that of pupils: of each parallel and wave the largest work, summed.
WITH prefix(procedure, code) AS (
  VALUES ('ВПР', 'vpr'), ('РКР', 'rkr'), ('МКР', 'mkr')
),
item AS (
  SELECT
    p.code, r.scope, r.scope_id, r.year, r.wave, r.grade, CASE WHEN r.grade <= 4 THEN 'noo' WHEN r.grade <= 9 THEN 'ooo' ELSE 'soo' END AS own_level,
    r.dimension, r.code_system, r.item, r.n, r.n_results, r.n_reached, r.zone
  FROM marts.mart_planned_result AS r
  JOIN prefix AS p ON p.procedure = r.procedure
),
told AS (
  SELECT i.*, 'planned' AS figure, i.n_reached AS k, i.n_results AS of_all, TRUE AS is_share FROM item AS i WHERE i.dimension = 'task'
  UNION ALL
  SELECT i.*, CASE i.item WHEN 'Б' THEN 'planned_basic' WHEN 'П' THEN 'planned_raised' ELSE 'planned_high' END, i.n_reached, i.n_results, TRUE FROM item AS i WHERE i.dimension = 'difficulty'
  UNION ALL
  SELECT i.*, 'planned_tasks', CASE WHEN i.zone = 'достаточно' THEN 1 ELSE 0 END, 1, FALSE FROM item AS i WHERE i.dimension = 'task' AND i.zone IS NOT NULL
  UNION ALL
  SELECT i.*, CASE i.code_system WHEN 'ФГОС' THEN 'planned_skills' ELSE 'planned_content' END, CASE WHEN i.zone = 'достаточно' THEN 1 ELSE 0 END, 1, FALSE
  FROM item AS i
  WHERE i.dimension = 'skill' AND i.code_system IN ('ФГОС', 'КЭС') AND i.zone IS NOT NULL
),
levelled AS (
  SELECT t.*, t.own_level AS education_level FROM told AS t
  UNION ALL
  SELECT t.*, 'all' FROM told AS t
),
parallel AS (
  SELECT l.code, l.figure, l.is_share, l.education_level, l.scope, l.scope_id, l.year, l.wave, l.grade, max(l.n) AS n, sum(l.k) AS k, sum(l.of_all) AS of_all
  FROM levelled AS l
  GROUP BY l.code, l.figure, l.is_share, l.education_level, l.scope, l.scope_id, l.year, l.wave, l.grade
),
pooled AS (
  SELECT p.code, p.figure, p.is_share, p.education_level, p.scope, p.scope_id, p.year, sum(p.n) AS n, sum(p.k) AS k, sum(p.of_all) AS of_all
  FROM parallel AS p
  GROUP BY p.code, p.figure, p.is_share, p.education_level, p.scope, p.scope_id, p.year
)
SELECT
  p.code || '_' || p.figure AS indicator,
  p.education_level,
  p.scope,
  p.scope_id,
  CAST(p.year AS INTEGER) AS year,
  100.0 * CAST(p.k AS DOUBLE) / p.of_all AS value,
  CAST(p.k AS DOUBLE) AS numerator,
  CAST(p.of_all AS DOUBLE) AS denominator,
  CAST(p.n AS INTEGER) AS n,
  -- Tasks and skills are not drawn by chance: their shares have no interval.
  CASE WHEN p.is_share THEN wilson_lo(CAST(p.k AS DOUBLE) * p.n / p.of_all, p.n) END AS lo,
  CASE WHEN p.is_share THEN wilson_hi(CAST(p.k AS DOUBLE) * p.n / p.of_all, p.n) END AS hi
FROM pooled AS p
