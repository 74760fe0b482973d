-- Rolled up to today's schools: Writers per primary score, every score from 0 to the maximum (counted in core.int_score_cell).
SELECT
  s.work_id,
  s.year,
  s.wave,
  s.grade,
  s.subject,
  s.level,
  s.scope,
  s.scope_id,
  c.score,
  c.n,
  c.scope_no
FROM core.int_score_cell AS c
JOIN core.int_scope AS s ON s.scope_no = c.scope_no AND s.as_of <> 'was'
