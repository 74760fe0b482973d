-- Rolled up to today's schools: counts added up anew, shares made of the counts.
SELECT
  r.work_id,
  r.year,
  r.wave,
  r.grade,
  r.subject,
  r.level,
  r.scope,
  r.scope_id,
  r.n_both,
  r.n_lowered,
  r.n_confirmed,
  r.n_raised,
  r.n_gap2,
  r.lowered_pct,
  r.confirmed_pct,
  r.raised_pct,
  r.lowered_lo,
  r.lowered_hi,
  r.raised_lo,
  r.raised_hi,
  r.source
FROM core.int_journal_result AS r
WHERE r.as_of <> 'was'
