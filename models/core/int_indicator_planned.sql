-- Planned results of a year pooled over works: shares of task results that reached their threshold, in all and by difficulty; shares of tasks, skills and elements of
-- content in the band «достаточно»; and every skill and element of content by itself. n is that of pupils: of each parallel and wave the largest work, summed.
-- Counts only: shares and intervals are made where they are read. Objects of a year and codes of a grade and subject have numbers, so that a million rows are grouped by whole numbers; words come at the end.
WITH prefix(procedure, code) AS (
  VALUES ('ВПР', 'vpr'), ('РКР', 'rkr'), ('МКР', 'mkr')
),
object AS (
  SELECT
    s.scope_no, s.work_id, s.scope, s.scope_id, s.year, s.wave, s.grade, s.subject, p.code,
    CASE WHEN s.grade <= 4 THEN 'noo' WHEN s.grade <= 9 THEN 'ooo' ELSE 'soo' END AS own_level,
    dense_rank() OVER (ORDER BY p.code, s.scope, s.scope_id, s.year) AS object_no
  FROM core.int_scope AS s
  JOIN core.dim_work AS w ON w.work_id = s.work_id
  JOIN prefix AS p ON p.procedure = w.procedure
  WHERE s.as_of <> 'now' AND s.scope IN ('region', 'municipality', 'school')
),
named AS (
  SELECT o.object_no, any_value(o.code) AS code, any_value(o.scope) AS scope, any_value(o.scope_id) AS scope_id, any_value(o.year) AS year
  FROM object AS o
  GROUP BY o.object_no
),
kind AS (
  SELECT
    i.work_id, i.item_no,
    CASE i.dimension
      WHEN 'task' THEN 'tasks'
      WHEN 'difficulty' THEN CASE i.item WHEN 'Б' THEN 'basic' WHEN 'П' THEN 'raised' ELSE 'high' END
      ELSE CASE i.code_system WHEN 'ФГОС' THEN 'skill' ELSE 'content' END
    END AS kind,
    w.own_level,
    -- One code of one subject and grade is one item; its level is that of the grade.
    lpad(CAST(w.grade AS VARCHAR), 2, '0') || '-' || w.subject || ' ' || i.item AS item
  FROM core.int_planned_item AS i
  JOIN (SELECT DISTINCT o.work_id, o.grade, o.subject, o.own_level FROM object AS o) AS w ON w.work_id = i.work_id
  WHERE i.dimension <> 'skill' OR i.code_system IN ('ФГОС', 'КЭС')
),
numbered AS (
  SELECT k.*, dense_rank() OVER (ORDER BY k.kind, k.item) AS code_no FROM kind AS k
),
code AS (
  SELECT k.code_no, any_value(k.kind) AS kind, any_value(k.item) AS item, any_value(k.own_level) AS own_level
  FROM numbered AS k
  WHERE k.kind IN ('skill', 'content')
  GROUP BY k.code_no
),
cell AS (
  SELECT p.scope_no, o.object_no, o.wave, k.kind, k.code_no, p.n, p.n_results, p.n_reached, p.zone
  FROM core.int_planned_result AS p
  JOIN object AS o ON o.scope_no = p.scope_no
  JOIN numbered AS k ON k.work_id = o.work_id AND k.item_no = p.item_no
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
  SELECT c.scope_no, CASE c.kind WHEN 'tasks' THEN 'planned' ELSE 'planned_' || c.kind END AS figure, c.n, c.n_reached AS k, c.n_results AS of_all, TRUE AS is_share
  FROM counted AS c
  WHERE c.kind NOT IN ('skill', 'content')
  UNION ALL
  SELECT c.scope_no, CASE c.kind WHEN 'skill' THEN 'planned_skills' ELSE 'planned_' || c.kind END, c.n_zoned, c.n_sufficient, c.n_zones, FALSE
  FROM counted AS c
  WHERE c.kind IN ('tasks', 'skill', 'content') AND c.n_zones > 0
),
parallel AS (
  SELECT t.figure, t.is_share, o.own_level, o.object_no, o.wave, o.grade, max(t.n) AS n, CAST(sum(t.k) AS BIGINT) AS k, CAST(sum(t.of_all) AS BIGINT) AS of_all
  FROM told AS t
  JOIN object AS o ON o.scope_no = t.scope_no
  GROUP BY t.figure, t.is_share, o.own_level, o.object_no, o.wave, o.grade
),
pooled AS (
  SELECT p.figure, p.is_share, p.own_level AS education_level, p.object_no, sum(p.n) AS n, sum(p.k) AS k, sum(p.of_all) AS of_all
  FROM parallel AS p
  GROUP BY p.figure, p.is_share, p.own_level, p.object_no
  UNION ALL
  SELECT p.figure, p.is_share, 'all', p.object_no, sum(p.n), sum(p.k), sum(p.of_all)
  FROM parallel AS p
  GROUP BY p.figure, p.is_share, p.object_no
),
one_parallel AS (
  SELECT c.object_no, c.code_no, c.wave, max(c.n) AS n, CAST(sum(c.n_reached) AS BIGINT) AS k, CAST(sum(c.n_results) AS BIGINT) AS of_all
  FROM cell AS c
  WHERE c.kind IN ('skill', 'content')
  GROUP BY c.object_no, c.code_no, c.wave
),
one AS (
  SELECT p.object_no, p.code_no, sum(p.n) AS n, sum(p.k) AS k, sum(p.of_all) AS of_all FROM one_parallel AS p GROUP BY p.object_no, p.code_no
),
figure AS (
  SELECT p.figure, CAST(NULL AS VARCHAR) AS item, p.education_level, p.object_no, p.is_share, CAST(p.n AS INTEGER) AS n, p.k, p.of_all FROM pooled AS p
  UNION ALL
  SELECT 'planned_' || c.kind || '_one', c.item, c.own_level, o.object_no, TRUE, CAST(o.n AS INTEGER), o.k, o.of_all
  FROM one AS o
  JOIN code AS c ON c.code_no = o.code_no
)
SELECT
  o.code || '_' || f.figure AS indicator,
  f.item,
  f.education_level,
  o.scope,
  o.scope_id,
  CAST(o.year AS INTEGER) AS year,
  CAST(f.k AS INTEGER) AS numerator,
  CAST(f.of_all AS INTEGER) AS denominator,
  f.n,
  f.is_share AS is_of_pupils
FROM figure AS f
JOIN named AS o ON o.object_no = f.object_no
