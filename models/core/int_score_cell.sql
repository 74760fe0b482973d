-- Writers per object and primary score, every score from 0 to the maximum; where no file and no scale tells the maximum, to
-- the highest score anybody reached. A score above the maximum (dirt) keeps its own row: the counts add up to the writers.
WITH base AS (
  SELECT f.group_no, CAST(f.primary_score AS INTEGER) AS score, CAST(count(*) AS INTEGER) AS n
  FROM core.int_participant_result AS f
  WHERE f.is_writer
  GROUP BY f.group_no, f.primary_score
),
counted AS (
  SELECT g.scope_no, b.score, CAST(sum(b.n) AS INTEGER) AS n
  FROM base AS b
  JOIN core.int_group_scope AS g ON g.group_no = b.group_no
  GROUP BY g.scope_no, b.score
),
reached AS (
  SELECT r.work_id, max(b.score) AS top_score
  FROM base AS b
  JOIN core.int_result_group AS r ON r.group_no = b.group_no
  GROUP BY r.work_id
),
written AS (
  SELECT s.scope_no, coalesce(s.max_score, t.top_score) AS top_score
  FROM core.int_scope AS s
  JOIN reached AS t ON t.work_id = s.work_id
  WHERE s.scope_no IN (SELECT c.scope_no FROM counted AS c)
),
every_score AS (
  SELECT w.scope_no, CAST(unnest(range(0, w.top_score + 1)) AS INTEGER) AS score
  FROM written AS w
),
cell AS (
  SELECT e.scope_no, e.score, coalesce(c.n, 0) AS n
  FROM every_score AS e
  LEFT JOIN counted AS c ON c.scope_no = e.scope_no AND c.score = e.score
  UNION ALL
  SELECT c.scope_no, c.score, c.n
  FROM counted AS c
  JOIN written AS w ON w.scope_no = c.scope_no
  WHERE c.score > w.top_score
)
SELECT c.scope_no, c.score, CAST(c.n AS INTEGER) AS n
FROM cell AS c
-- Neighbouring cells of an object lie together: a report that asks for one object reads one row group.
ORDER BY c.scope_no, c.score
