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
-- Sums of fractions have an order: without it the last digit would depend on how the engine divides its work.
own_mean AS (
  SELECT
    w.code, w.own_level, w.scope, w.scope_id, w.year,
    sum(w.mean_pct * w.n_writers ORDER BY w.work_id) / sum(w.n_writers) FILTER (WHERE w.mean_pct IS NOT NULL) AS mean_pct
  FROM work AS w
  GROUP BY w.code, w.own_level, w.scope, w.scope_id, w.year
),
all_mean AS (
  SELECT
    w.code, w.scope, w.scope_id, w.year,
    sum(w.mean_pct * w.n_writers ORDER BY w.work_id) / sum(w.n_writers) FILTER (WHERE w.mean_pct IS NOT NULL) AS mean_pct
  FROM work AS w
  GROUP BY w.code, w.scope, w.scope_id, w.year
),
-- Deviations from the pooled mean, not Σx² − n·x̄²: works of one mean must have no spread between them.
centred AS (
  SELECT w.*, w.mean_pct - o.mean_pct AS own_deviation, w.mean_pct - a.mean_pct AS all_deviation
  FROM work AS w
  JOIN own_mean AS o ON o.code = w.code AND o.own_level = w.own_level AND o.scope = w.scope AND o.scope_id = w.scope_id AND o.year = w.year
  JOIN all_mean AS a ON a.code = w.code AND a.scope = w.scope AND a.scope_id = w.scope_id AND a.year = w.year
),
parallel AS (
  SELECT
    c.code, c.own_level, c.scope, c.scope_id, c.year, c.wave, c.grade,
    max(c.n_enrolled) AS n_enrolled,
    max(c.n_writers) FILTER (WHERE c.mean_pct IS NOT NULL) AS n_scored,
    max(c.n_marked) AS n_marked,
    max(coalesce(c.n_both, 0)) AS n_both,
    sum(c.n_enrolled) AS sum_enrolled,
    sum(c.n_writers) AS sum_writers,
    sum(c.n_marked) AS sum_marked,
    sum(c.n2) AS n2, sum(c.n3) AS n3, sum(c.n4) AS n4, sum(c.n5) AS n5,
    sum(coalesce(c.n_both, 0)) AS sum_both,
    sum(coalesce(c.n_lowered, 0)) AS n_lowered,
    sum(coalesce(c.n_confirmed, 0)) AS n_confirmed,
    sum(coalesce(c.n_raised, 0)) AS n_raised,
    -- Σ of score and of maximum over results: shares of different maxima are pooled as the mean of the results' percents.
    list({
      'pct': c.mean_pct * c.n_writers, 'within': c.sd_pct * c.sd_pct * (c.n_writers - 1), 'own_between': c.own_deviation * c.own_deviation * c.n_writers,
      'all_between': c.all_deviation * c.all_deviation * c.n_writers, 'pass': c.pass_pct} ORDER BY c.work_id) AS parts,
    sum(c.n_writers) FILTER (WHERE c.mean_pct IS NOT NULL) AS sum_scored,
    count(c.pass_pct) AS n_works_marked
  FROM centred AS c
  GROUP BY c.code, c.own_level, c.scope, c.scope_id, c.year, c.wave, c.grade
),
summed AS (
  SELECT
    p.*, list_sum([x.pct FOR x IN p.parts]) AS sum_pct, list_sum([x.within FOR x IN p.parts]) AS within_square,
    list_sum([x.own_between FOR x IN p.parts]) AS own_between, list_sum([x.all_between FOR x IN p.parts]) AS all_between, list_sum([x.pass FOR x IN p.parts]) AS sum_pass_pct
  FROM parallel AS p
),
levelled AS (
  SELECT s.* EXCLUDE (parts), s.own_level AS education_level, s.own_between AS between_square FROM summed AS s
  UNION ALL
  SELECT s.* EXCLUDE (parts), 'all' AS education_level, s.all_between AS between_square FROM summed AS s
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
  FROM levelled AS p
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
