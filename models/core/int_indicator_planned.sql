-- Planned results of a year pooled over works: shares of task results that reached their threshold, in all and by difficulty; shares of tasks, skills and elements of
-- content in the band «достаточно»; and every skill and element of content by itself. n is that of pupils: of each parallel and wave the largest work, summed.
WITH prefix(procedure, code) AS (
  VALUES ('ВПР', 'vpr'), ('РКР', 'rkr'), ('МКР', 'mkr')
),
object AS (
  SELECT
    s.scope_no, s.work_id, s.scope, s.scope_id, s.year, s.wave, s.grade, s.subject, p.code,
    CASE WHEN s.grade <= 4 THEN 'noo' WHEN s.grade <= 9 THEN 'ooo' ELSE 'soo' END AS own_level
  FROM core.int_scope AS s
  JOIN core.dim_work AS w ON w.work_id = s.work_id
  JOIN prefix AS p ON p.procedure = w.procedure
  WHERE s.as_of <> 'now' AND s.scope IN ('region', 'municipality', 'school')
),
kind AS (
  SELECT
    i.work_id, i.item_no, i.code_system, i.item,
    CASE i.dimension
      WHEN 'task' THEN 'tasks'
      WHEN 'difficulty' THEN CASE i.item WHEN 'Б' THEN 'basic' WHEN 'П' THEN 'raised' ELSE 'high' END
      ELSE CASE i.code_system WHEN 'ФГОС' THEN 'skill' ELSE 'content' END
    END AS kind
  FROM core.int_planned_item AS i
  WHERE i.dimension <> 'skill' OR i.code_system IN ('ФГОС', 'КЭС')
),
cell AS (
  SELECT p.scope_no, k.kind, k.item, p.n, p.n_results, p.n_reached, p.zone
  FROM core.int_planned_result AS p
  JOIN object AS o ON o.scope_no = p.scope_no
  JOIN kind AS k ON k.work_id = o.work_id AND k.item_no = p.item_no
),
counted AS (
  SELECT
    c.scope_no, c.kind,
    max(c.n) AS n, sum(c.n_reached) AS n_reached, sum(c.n_results) AS n_results,
    max(c.n) FILTER (WHERE c.zone IS NOT NULL) AS n_zoned, count(*) FILTER (WHERE c.zone = 'достаточно') AS n_sufficient, count(c.zone) AS n_zones
  FROM cell AS c
  GROUP BY c.scope_no, c.kind
),
told AS (
  SELECT c.scope_no, CASE c.kind WHEN 'tasks' THEN 'planned' ELSE 'planned_' || c.kind END AS figure, CAST(NULL AS VARCHAR) AS item, c.n, c.n_reached AS k, c.n_results AS of_all, TRUE AS is_share
  FROM counted AS c
  WHERE c.kind NOT IN ('skill', 'content')
  UNION ALL
  SELECT c.scope_no, CASE c.kind WHEN 'skill' THEN 'planned_skills' ELSE 'planned_' || c.kind END, NULL, c.n_zoned, c.n_sufficient, c.n_zones, FALSE
  FROM counted AS c
  WHERE c.kind IN ('tasks', 'skill', 'content') AND c.n_zones > 0
),
levelled AS (
  SELECT t.*, o.own_level AS education_level, o.code, o.scope, o.scope_id, o.year, o.wave, o.grade FROM told AS t JOIN object AS o ON o.scope_no = t.scope_no
  UNION ALL
  SELECT t.*, 'all', o.code, o.scope, o.scope_id, o.year, o.wave, o.grade FROM told AS t JOIN object AS o ON o.scope_no = t.scope_no
  UNION ALL
  -- One code of one subject and grade is one item; its level is that of the grade.
  SELECT
    c.scope_no, 'planned_' || c.kind || '_one', lpad(CAST(o.grade AS VARCHAR), 2, '0') || '-' || o.subject || ' ' || c.item, c.n, c.n_reached, c.n_results, TRUE,
    o.own_level, o.code, o.scope, o.scope_id, o.year, o.wave, o.grade
  FROM cell AS c
  JOIN object AS o ON o.scope_no = c.scope_no
  WHERE c.kind IN ('skill', 'content')
),
parallel AS (
  SELECT l.code, l.figure, l.item, l.is_share, l.education_level, l.scope, l.scope_id, l.year, l.wave, l.grade, max(l.n) AS n, sum(l.k) AS k, sum(l.of_all) AS of_all
  FROM levelled AS l
  GROUP BY l.code, l.figure, l.item, l.is_share, l.education_level, l.scope, l.scope_id, l.year, l.wave, l.grade
),
pooled AS (
  SELECT p.code, p.figure, p.item, p.is_share, p.education_level, p.scope, p.scope_id, p.year, sum(p.n) AS n, sum(p.k) AS k, sum(p.of_all) AS of_all
  FROM parallel AS p
  GROUP BY p.code, p.figure, p.item, p.is_share, p.education_level, p.scope, p.scope_id, p.year
)
SELECT
  p.code || '_' || p.figure AS indicator,
  p.item,
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
