-- Indicators of works (ВПР, РКР, МКР) pooled over the results of a year, by level of education and for all levels.
-- The interval is of n pupils, not of results: the results of one pupil are not independent, and pupils are not linked between works,
-- so n is what is certain (the largest work of each parallel and wave, summed).
WITH prefix(procedure, code) AS (
  VALUES ('ВПР', 'vpr'), ('РКР', 'rkr'), ('МКР', 'mkr')
),
work AS (
  SELECT
    p.code, r.work_id, r.scope, r.scope_id, r.year, r.wave, r.grade,
    CASE WHEN r.grade <= 4 THEN 'noo' WHEN r.grade <= 9 THEN 'ooo' ELSE 'soo' END AS own_level,
    r.n_enrolled, r.n_writers, r.n_marked, r.n2, r.n3, r.n4, r.n5, r.mean_pct, r.pass_pct, r.max_score,
    100.0 * r.sd_score / nullif(r.max_score, 0) AS sd_pct,
    j.n_both, j.n_lowered, j.n_confirmed, j.n_raised
  FROM marts.mart_work_results AS r
  JOIN core.dim_work AS w ON w.work_id = r.work_id
  JOIN prefix AS p ON p.procedure = w.procedure
  LEFT JOIN marts.mart_journal_comparison AS j
    ON j.work_id = r.work_id AND j.scope = r.scope AND j.scope_id = r.scope_id AND j.source = 'computed'
  WHERE r.source = 'computed' AND r.scope IN ('region', 'municipality', 'school')
),
levelled AS (
  SELECT w.*, w.own_level AS education_level FROM work AS w
  UNION ALL
  SELECT w.*, 'all' AS education_level FROM work AS w
),
-- Sums of fractions have an order: without it the last digit would depend on how the engine divides its work.
pooled_mean AS (
  SELECT
    l.code, l.education_level, l.scope, l.scope_id, l.year,
    sum(l.mean_pct * l.n_writers ORDER BY l.work_id) / sum(l.n_writers) FILTER (WHERE l.mean_pct IS NOT NULL) AS mean_pct
  FROM levelled AS l
  GROUP BY l.code, l.education_level, l.scope, l.scope_id, l.year
),
-- Deviations from the pooled mean, not Σx² − n·x̄²: works of one mean must have no spread between them.
centred AS (
  SELECT l.*, l.mean_pct - m.mean_pct AS deviation
  FROM levelled AS l
  JOIN pooled_mean AS m ON m.code = l.code AND m.education_level = l.education_level AND m.scope = l.scope AND m.scope_id = l.scope_id AND m.year = l.year
),
parallel AS (
  SELECT
    l.code, l.education_level, l.scope, l.scope_id, l.year, l.wave, l.grade,
    max(l.n_enrolled) AS n_enrolled,
    max(l.n_writers) FILTER (WHERE l.mean_pct IS NOT NULL) AS n_scored,
    max(l.n_marked) AS n_marked,
    max(coalesce(l.n_both, 0)) AS n_both,
    sum(l.n_enrolled) AS sum_enrolled,
    sum(l.n_writers) AS sum_writers,
    sum(l.n_marked) AS sum_marked,
    sum(l.n2) AS n2, sum(l.n3) AS n3, sum(l.n4) AS n4, sum(l.n5) AS n5,
    sum(coalesce(l.n_both, 0)) AS sum_both,
    sum(coalesce(l.n_lowered, 0)) AS n_lowered,
    sum(coalesce(l.n_confirmed, 0)) AS n_confirmed,
    sum(coalesce(l.n_raised, 0)) AS n_raised,
    -- Σ of score and of maximum over results: shares of different maxima are pooled as the mean of the results' percents.
    list({'pct': l.mean_pct * l.n_writers, 'within': l.sd_pct * l.sd_pct * (l.n_writers - 1), 'between': l.deviation * l.deviation * l.n_writers, 'pass': l.pass_pct} ORDER BY l.work_id) AS parts,
    sum(l.n_writers) FILTER (WHERE l.mean_pct IS NOT NULL) AS sum_scored,
    count(l.pass_pct) AS n_works_marked
  FROM centred AS l
  GROUP BY l.code, l.education_level, l.scope, l.scope_id, l.year, l.wave, l.grade
),
summed AS (
  SELECT
    p.*, list_sum([x.pct FOR x IN p.parts]) AS sum_pct, list_sum([x.within FOR x IN p.parts]) AS within_square, list_sum([x.between FOR x IN p.parts]) AS between_square,
    list_sum([x.pass FOR x IN p.parts]) AS sum_pass_pct
  FROM parallel AS p
),
pooled AS (
  SELECT
    p.code, p.education_level, p.scope, p.scope_id, p.year,
    sum(p.n_enrolled) AS n_enrolled,
    coalesce(sum(p.n_scored), 0) AS n_scored,
    sum(p.n_marked) AS n_marked,
    sum(p.n_both) AS n_both,
    sum(p.sum_enrolled) AS sum_enrolled,
    sum(p.sum_writers) AS sum_writers,
    sum(p.sum_marked) AS sum_marked,
    sum(p.n2) AS n2, sum(p.n3) AS n3, sum(p.n4) AS n4, sum(p.n5) AS n5,
    sum(p.sum_both) AS sum_both,
    sum(p.n_lowered) AS n_lowered,
    sum(p.n_confirmed) AS n_confirmed,
    sum(p.n_raised) AS n_raised,
    sum(p.sum_pct ORDER BY p.wave, p.grade) AS sum_pct,
    coalesce(sum(p.sum_scored), 0) AS sum_scored,
    sum(p.within_square ORDER BY p.wave, p.grade) AS within_square,
    sum(p.between_square ORDER BY p.wave, p.grade) AS between_square,
    sum(p.sum_pass_pct ORDER BY p.wave, p.grade) AS sum_pass_pct,
    sum(p.n_works_marked) AS n_works_marked
  FROM summed AS p
  GROUP BY p.code, p.education_level, p.scope, p.scope_id, p.year
),
figure AS (
  SELECT p.code || '_pass' AS indicator, p.education_level, p.scope, p.scope_id, p.year,
    CAST(p.n3 + p.n4 + p.n5 AS DOUBLE) AS numerator, CAST(p.sum_marked AS DOUBLE) AS denominator, p.n_marked AS n,
    TRUE AS is_share, CAST(NULL AS DOUBLE) AS spread
  FROM pooled AS p
  UNION ALL
  SELECT p.code || '_quality', p.education_level, p.scope, p.scope_id, p.year, p.n4 + p.n5, p.sum_marked, p.n_marked, TRUE, NULL
  FROM pooled AS p
  UNION ALL
  SELECT p.code || '_below_threshold', p.education_level, p.scope, p.scope_id, p.year, p.n2, p.sum_marked, p.n_marked, TRUE, NULL
  FROM pooled AS p
  UNION ALL
  SELECT p.code || '_participation', p.education_level, p.scope, p.scope_id, p.year, p.sum_writers, p.sum_enrolled, p.n_enrolled, TRUE, NULL
  FROM pooled AS p
  UNION ALL
  SELECT p.code || '_lowered', p.education_level, p.scope, p.scope_id, p.year, p.n_lowered, p.sum_both, p.n_both, TRUE, NULL
  FROM pooled AS p
  UNION ALL
  SELECT p.code || '_confirmed', p.education_level, p.scope, p.scope_id, p.year, p.n_confirmed, p.sum_both, p.n_both, TRUE, NULL
  FROM pooled AS p
  UNION ALL
  SELECT p.code || '_raised', p.education_level, p.scope, p.scope_id, p.year, p.n_raised, p.sum_both, p.n_both, TRUE, NULL
  FROM pooled AS p
  UNION ALL
  -- СОУ: 100, 64, 36, 16 for 5, 4, 3, 2; its spread is that of the four values.
  SELECT p.code || '_sou', p.education_level, p.scope, p.scope_id, p.year,
    100.0 * p.n5 + 64.0 * p.n4 + 36.0 * p.n3 + 16.0 * p.n2, p.sum_marked, p.n_marked, FALSE,
    CASE WHEN p.sum_marked > 1 THEN sqrt(greatest(0.0,
      (10000.0 * p.n5 + 4096.0 * p.n4 + 1296.0 * p.n3 + 256.0 * p.n2
        - (100.0 * p.n5 + 64.0 * p.n4 + 36.0 * p.n3 + 16.0 * p.n2) * (100.0 * p.n5 + 64.0 * p.n4 + 36.0 * p.n3 + 16.0 * p.n2) / p.sum_marked)
      / (p.sum_marked - 1))) END
  FROM pooled AS p
  UNION ALL
  SELECT p.code || '_mean_pct', p.education_level, p.scope, p.scope_id, p.year, p.sum_pct, p.sum_scored, p.n_scored, FALSE,
    CASE WHEN p.sum_scored > 1 THEN sqrt((coalesce(p.within_square, 0) + p.between_square) / (p.sum_scored - 1)) END
  FROM pooled AS p
  UNION ALL
  -- The other way to pool: every work counts alike, whatever its size. No interval: the works are not a sample.
  SELECT p.code || '_pass_by_work', p.education_level, p.scope, p.scope_id, p.year, p.sum_pass_pct, p.n_works_marked, p.n_marked, FALSE, NULL
  FROM pooled AS p
)
SELECT
  f.indicator,
  f.education_level,
  f.scope,
  f.scope_id,
  CAST(f.year AS INTEGER) AS year,
  CASE WHEN f.is_share THEN 100.0 * f.numerator / nullif(f.denominator, 0) ELSE f.numerator / nullif(f.denominator, 0) END AS value,
  CAST(coalesce(f.numerator, 0) AS DOUBLE) AS numerator,
  CAST(f.denominator AS DOUBLE) AS denominator,
  CAST(f.n AS INTEGER) AS n,
  CASE
    WHEN f.is_share THEN wilson_lo(f.numerator * f.n / nullif(f.denominator, 0), f.n)
    WHEN f.spread IS NOT NULL AND f.n > 1 THEN
      greatest(0.0, f.numerator / f.denominator - 1.959963984540054 * f.spread / sqrt(f.n))
  END AS lo,
  CASE
    WHEN f.is_share THEN wilson_hi(f.numerator * f.n / nullif(f.denominator, 0), f.n)
    WHEN f.spread IS NOT NULL AND f.n > 1 THEN
      least(100.0, f.numerator / f.denominator + 1.959963984540054 * f.spread / sqrt(f.n))
  END AS hi
FROM figure AS f
