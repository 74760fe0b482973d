-- Change between neighbouring works, of today's schools. A pair that is not comparable in a measure has no row: core.comparability says why.
SELECT
  p.kind,
  p.measure,
  p.work_from,
  p.work_to,
  b.year,
  b.wave,
  b.grade,
  b.subject,
  b.level,
  f.scope,
  f.scope_id,
  p.years_apart,
  f.value AS value_from,
  t.value AS value_to,
  t.value - f.value AS difference,
  t.value - f.value - 1.959963984540054 * sqrt(t.se * t.se + f.se * f.se) AS difference_lo,
  t.value - f.value + 1.959963984540054 * sqrt(t.se * t.se + f.se * f.se) AS difference_hi,
  f.n AS n_from,
  t.n AS n_to,
  p.caution
FROM core.comparability AS p
JOIN core.dim_work AS b ON b.work_id = p.work_to
JOIN core.int_school_measure AS f ON f.work_id = p.work_from AND f.measure = p.measure
JOIN core.int_school_measure AS t ON t.work_id = p.work_to AND t.measure = p.measure AND t.scope = f.scope AND t.scope_id = f.scope_id
WHERE p.is_comparable AND p.is_consecutive
