-- Rolled up to today's schools: Pupils by ВПР mark × journal mark (counted in core.int_journal_cell); a pair nobody has makes no row.
SELECT
  s.work_id,
  s.year,
  s.wave,
  s.grade,
  s.subject,
  s.level,
  s.scope,
  s.scope_id,
  c.mark,
  c.journal_mark,
  c.n,
  c.scope_no
FROM core.int_journal_cell AS c
JOIN core.int_scope AS s ON s.scope_no = c.scope_no AND s.as_of <> 'was'
