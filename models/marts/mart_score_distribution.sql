-- Writers per primary score, every score from 0 to the maximum: a cell of core.int_score_cell stands for the empty scores beside it too. A score above the maximum (dirt)
-- keeps its own row: the counts add up to the writers.
WITH shown AS (
  SELECT
    s.work_id, s.year, s.wave, s.grade, s.subject, s.level, s.scope, s.scope_id, s.scope_no, c.score AS reached, c.n,
    unnest(CASE
      WHEN c.score > c.shown_to THEN list_append(range(c.shown_from, c.shown_to + 1), CAST(c.score AS BIGINT))
      ELSE range(c.shown_from, c.shown_to + 1)
    END) AS score
  FROM core.int_score_cell AS c
  JOIN core.int_scope AS s ON s.scope_no = c.scope_no AND s.as_of <> 'now'
)
SELECT
  s.work_id,
  s.year,
  s.wave,
  s.grade,
  s.subject,
  s.level,
  s.scope,
  s.scope_id,
  CAST(s.score AS INTEGER) AS score,
  CASE WHEN s.score = s.reached THEN s.n ELSE 0 END AS n,
  s.scope_no
FROM shown AS s
