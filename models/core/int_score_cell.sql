-- Writers per object and primary score that somebody reached, and the scores beside it that the object shows as 0: two thirds of all scores of classes and schools are
-- reached by nobody, and need no row. Scores are shown from 0 to the maximum; where no file and no scale tells the maximum, to the highest score anybody reached.
WITH base AS (
  SELECT f.group_no, CAST(f.primary_score AS SMALLINT) AS score, CAST(count(*) AS INTEGER) AS n
  FROM core.int_participant_result AS f
  WHERE f.is_writer
  GROUP BY f.group_no, f.primary_score
),
top AS (
  SELECT g.work_id, coalesce(any_value(w.max_score), max(b.score)) AS score
  FROM base AS b
  JOIN core.int_result_group AS g ON g.group_no = b.group_no
  JOIN core.dim_work AS w ON w.work_id = g.work_id
  GROUP BY g.work_id
),
-- A class is one group: only what is above classes is added up.
scoped AS (
  SELECT g.scope_no, b.score, b.n
  FROM base AS b
  JOIN core.int_group_scope AS g ON g.group_no = b.group_no
  WHERE g.is_class
  UNION ALL
  SELECT g.scope_no, b.score, CAST(sum(b.n) AS INTEGER) AS n
  FROM base AS b
  JOIN core.int_group_scope AS g ON g.group_no = b.group_no
  WHERE NOT g.is_class
  GROUP BY g.scope_no, b.score
),
neighbour AS (
  SELECT
    s.scope_no, s.score, s.n, t.score AS top_score,
    lag(s.score) OVER (PARTITION BY s.scope_no ORDER BY s.score) AS below,
    lead(s.score) OVER (PARTITION BY s.scope_no ORDER BY s.score) AS above
  FROM scoped AS s
  JOIN core.int_scope AS o ON o.scope_no = s.scope_no
  JOIN top AS t ON t.work_id = o.work_id
)
SELECT
  c.scope_no,
  c.score,
  c.n,
  -- Each row shows the scores from the one after its lower neighbour to its own, the last one within the maximum also those above it. A score above the maximum (dirt) shows
  -- itself alone, unless it is the lowest of its object: then all.
  CAST(CASE WHEN c.score <= c.top_score THEN coalesce(c.below + 1, 0) ELSE 0 END AS SMALLINT) AS shown_from,
  CAST(CASE
    WHEN c.score <= c.top_score AND c.above <= c.top_score THEN c.score
    WHEN c.score <= c.top_score OR c.below IS NULL THEN c.top_score
    ELSE -1
  END AS SMALLINT) AS shown_to
FROM neighbour AS c
-- Neighbouring cells of an object lie together: a report that asks for one object reads one row group.
ORDER BY c.scope_no, c.score
