-- Indicators of the state examinations. «Основной период» is everything before September (state preliminary); results counted at their best
-- are of all periods (state final).
WITH level(grade_level, education_level) AS (
  VALUES (9, 'ooo'), (11, 'soo'), (9, 'all'), (11, 'all')
),
graduate AS (
  SELECT
    l.education_level, g.scope, g.scope_id, g.year, g.state,
    sum(g.n_graduates) AS n_graduates,
    sum(g.n_persons_below) AS n_persons_below,
    sum(g.n_all_70_100) AS n_all_70_100,
    sum(g.n_results_100) AS n_results_100
  FROM marts.mart_gia_graduates AS g
  JOIN level AS l ON l.grade_level = g.grade_level
  GROUP BY l.education_level, g.scope, g.scope_id, g.year, g.state
),
-- Who got no certificate the schools tell themselves; the protocols know it only where every mandatory subject is loaded.
certificate AS (
  SELECT
    coalesce(c.scope, g.scope) AS scope,
    coalesce(c.scope_id, g.scope_id) AS scope_id,
    coalesce(c.year, g.year) AS year,
    coalesce(c.grade, g.grade_level) AS grade,
    coalesce(c.n_not_received, g.n_no_certificate) AS n_without,
    CASE WHEN c.scope IS NOT NULL THEN c.n_graduates ELSE g.n_graduates END AS n_graduates,
    c.n_graduates AS n_reported,
    c.n_medal1, c.n_medal2, c.n_candidates, c.n_candidates_70
  FROM marts.mart_certificate AS c
  FULL JOIN (SELECT m.* FROM marts.mart_gia_graduates AS m WHERE m.state = 'final') AS g
    ON g.scope = c.scope AND g.scope_id = c.scope_id AND g.year = c.year AND g.grade_level = c.grade
),
exam AS (
  SELECT
    r.procedure, r.scope, r.scope_id, r.year,
    max(r.n_participants) AS n_pupils,
    sum(r.n_participants) FILTER (WHERE r.scale = 'mark5') AS n_marked,
    sum(r.n2) FILTER (WHERE r.scale = 'mark5') AS n2,
    sum(r.n3) FILTER (WHERE r.scale = 'mark5') AS n3,
    sum(r.n4) FILTER (WHERE r.scale = 'mark5') AS n4,
    sum(r.n5) FILTER (WHERE r.scale = 'mark5') AS n5,
    sum(r.n_judged) FILTER (WHERE r.scale = 'test100') AS n_judged,
    sum(r.n_below_threshold) FILTER (WHERE r.scale = 'test100') AS n_below,
    sum(r.n_participants) FILTER (WHERE r.scale = 'test100') AS n_scored,
    sum(r.n70plus) FILTER (WHERE r.scale = 'test100') AS n70plus,
    -- Means of exams, weighted by results; their spread about the pooled mean is put together below.
    sum(r.mean_result * r.n_participants ORDER BY r.exam_id) FILTER (WHERE r.scale = 'test100') AS sum_result,
    sum(100.0 * r.mean_primary * r.n_primary / e.max_primary ORDER BY r.exam_id) FILTER (WHERE r.scale = 'mark5' AND e.max_primary IS NOT NULL) AS sum_pct,
    sum(r.n_primary) FILTER (WHERE r.scale = 'mark5' AND e.max_primary IS NOT NULL) AS n_pct,
    max(r.n_primary) FILTER (WHERE r.scale = 'mark5' AND e.max_primary IS NOT NULL) AS n_pupils_pct
  FROM marts.mart_gia_results AS r
  LEFT JOIN core.dim_gia_exam AS e ON e.exam_id = r.exam_id
  WHERE r.period = 'all' AND r.procedure IN ('ОГЭ', 'ЕГЭ')
  GROUP BY r.procedure, r.scope, r.scope_id, r.year
),
-- Σ of squared deviations from the pooled mean: within the exams and between them.
spread AS (
  SELECT
    r.procedure, r.scope, r.scope_id, r.year,
    sum(coalesce(r.sd_result * r.sd_result * (r.n_participants - 1), 0) + (r.mean_result - x.sum_result / x.n_scored) * (r.mean_result - x.sum_result / x.n_scored) * r.n_participants ORDER BY r.exam_id)
      FILTER (WHERE r.scale = 'test100' AND r.n_participants > 0) AS square_result,
    sum(coalesce(10000.0 * r.sd_primary * r.sd_primary * (r.n_primary - 1) / (e.max_primary * e.max_primary), 0)
      + (100.0 * r.mean_primary / e.max_primary - x.sum_pct / x.n_pct) * (100.0 * r.mean_primary / e.max_primary - x.sum_pct / x.n_pct) * r.n_primary ORDER BY r.exam_id)
      FILTER (WHERE r.scale = 'mark5' AND r.n_primary > 0 AND e.max_primary IS NOT NULL) AS square_pct
  FROM marts.mart_gia_results AS r
  LEFT JOIN core.dim_gia_exam AS e ON e.exam_id = r.exam_id
  JOIN exam AS x ON x.procedure = r.procedure AND x.scope = r.scope AND x.scope_id = r.scope_id AND x.year = r.year
  WHERE r.period = 'all'
  GROUP BY r.procedure, r.scope, r.scope_id, r.year
),
-- Entries for exams: a person once per exam, whatever the sittings; taken part = any of them valid.
entry AS (
  SELECT f.procedure, f.year, f.exam_id, f.school_id, f.municipality_id, count(DISTINCT f.person_no) AS n_entered, count(DISTINCT f.person_no) FILTER (WHERE f.is_valid) AS n_valid
  FROM core.fct_gia_result AS f
  WHERE f.procedure IN ('ОГЭ', 'ЕГЭ')
  GROUP BY f.procedure, f.year, f.exam_id, f.school_id, f.municipality_id
),
placed AS (
  SELECT e.procedure, e.year, 'school' AS scope, e.school_id AS scope_id, e.exam_id, e.n_entered, e.n_valid FROM entry AS e
  UNION ALL
  SELECT e.procedure, e.year, 'municipality', e.municipality_id, e.exam_id, e.n_entered, e.n_valid FROM entry AS e
  UNION ALL
  SELECT e.procedure, e.year, 'region', split_part(e.municipality_id, '_', 1), e.exam_id, e.n_entered, e.n_valid FROM entry AS e
),
taking_part AS (
  SELECT x.procedure, x.year, x.scope, x.scope_id, sum(x.n_entered) AS n_entered, sum(x.n_valid) AS n_valid, max(x.n_entered) AS n_pupils
  FROM (
    SELECT p.procedure, p.year, p.scope, p.scope_id, p.exam_id, sum(p.n_entered) AS n_entered, sum(p.n_valid) AS n_valid
    FROM placed AS p
    GROUP BY p.procedure, p.year, p.scope, p.scope_id, p.exam_id
  ) AS x
  GROUP BY x.procedure, x.year, x.scope, x.scope_id
),
figure AS (
  SELECT 'gia_below_minimum' AS indicator, g.education_level, g.scope, g.scope_id, g.year,
    CAST(g.n_persons_below AS DOUBLE) AS numerator, CAST(g.n_graduates AS DOUBLE) AS denominator, g.n_graduates AS n, TRUE AS is_share, CAST(NULL AS DOUBLE) AS spread
  FROM graduate AS g
  WHERE g.state = 'preliminary'
  UNION ALL
  SELECT 'ege_all_70', g.education_level, g.scope, g.scope_id, g.year, g.n_all_70_100, g.n_graduates, g.n_graduates, TRUE, NULL
  FROM graduate AS g
  WHERE g.state = 'final' AND g.education_level = 'soo'
  UNION ALL
  SELECT 'ege_100', g.education_level, g.scope, g.scope_id, g.year, g.n_results_100, g.n_graduates, g.n_graduates, FALSE, NULL
  FROM graduate AS g
  WHERE g.state = 'final' AND g.education_level = 'soo'
  UNION ALL
  SELECT 'gia_no_certificate_' || c.grade, CASE WHEN c.grade = 9 THEN 'ooo' ELSE 'soo' END, c.scope, c.scope_id, c.year,
    c.n_without, c.n_graduates, c.n_graduates, FALSE, NULL
  FROM certificate AS c
  WHERE c.n_without IS NOT NULL
  UNION ALL
  SELECT 'medal_local_70', 'soo', c.scope, c.scope_id, c.year, c.n_candidates_70, c.n_candidates, c.n_candidates, TRUE, NULL
  FROM certificate AS c
  WHERE c.grade = 11 AND c.n_candidates IS NOT NULL
  UNION ALL
  SELECT 'medal_federal_1', 'soo', c.scope, c.scope_id, c.year, c.n_medal1, c.n_reported, c.n_reported, TRUE, NULL
  FROM certificate AS c
  WHERE c.grade = 11 AND c.n_medal1 IS NOT NULL
  UNION ALL
  SELECT 'medal_federal_2', 'soo', c.scope, c.scope_id, c.year, c.n_medal2, c.n_reported, c.n_reported, TRUE, NULL
  FROM certificate AS c
  WHERE c.grade = 11 AND c.n_medal2 IS NOT NULL
  UNION ALL
  SELECT 'oge_pass', 'ooo', e.scope, e.scope_id, e.year, e.n3 + e.n4 + e.n5, e.n_marked, e.n_pupils, TRUE, NULL
  FROM exam AS e WHERE e.procedure = 'ОГЭ' AND e.n_marked > 0
  UNION ALL
  SELECT 'oge_quality', 'ooo', e.scope, e.scope_id, e.year, e.n4 + e.n5, e.n_marked, e.n_pupils, TRUE, NULL
  FROM exam AS e WHERE e.procedure = 'ОГЭ' AND e.n_marked > 0
  UNION ALL
  SELECT 'ege_pass', 'soo', e.scope, e.scope_id, e.year, e.n_judged - e.n_below, e.n_judged, e.n_pupils, TRUE, NULL
  FROM exam AS e WHERE e.procedure = 'ЕГЭ' AND e.n_judged > 0
  UNION ALL
  SELECT 'ege_high', 'soo', e.scope, e.scope_id, e.year, e.n70plus, e.n_scored, e.n_pupils, TRUE, NULL
  FROM exam AS e WHERE e.procedure = 'ЕГЭ' AND e.n_scored > 0
  UNION ALL
  SELECT 'oge_below_threshold', 'ooo', e.scope, e.scope_id, e.year, e.n2, e.n_marked, e.n_pupils, TRUE, NULL
  FROM exam AS e WHERE e.procedure = 'ОГЭ' AND e.n_marked > 0
  UNION ALL
  SELECT 'ege_below_threshold', 'soo', e.scope, e.scope_id, e.year, e.n_below, e.n_judged, e.n_pupils, TRUE, NULL
  FROM exam AS e WHERE e.procedure = 'ЕГЭ' AND e.n_judged > 0
  UNION ALL
  SELECT 'oge_sou', 'ooo', e.scope, e.scope_id, e.year, 100.0 * e.n5 + 64.0 * e.n4 + 36.0 * e.n3 + 16.0 * e.n2, e.n_marked, e.n_pupils, FALSE,
    CASE WHEN e.n_marked > 1 THEN sqrt(greatest(0.0,
      (10000.0 * e.n5 + 4096.0 * e.n4 + 1296.0 * e.n3 + 256.0 * e.n2
        - (100.0 * e.n5 + 64.0 * e.n4 + 36.0 * e.n3 + 16.0 * e.n2) * (100.0 * e.n5 + 64.0 * e.n4 + 36.0 * e.n3 + 16.0 * e.n2) / e.n_marked)
      / (e.n_marked - 1))) ELSE 0 END
  FROM exam AS e WHERE e.procedure = 'ОГЭ' AND e.n_marked > 0
  UNION ALL
  SELECT 'oge_mean_pct', 'ooo', e.scope, e.scope_id, e.year, e.sum_pct, e.n_pct, e.n_pupils_pct, FALSE, CASE WHEN e.n_pct > 1 THEN sqrt(s.square_pct / (e.n_pct - 1)) ELSE 0 END
  FROM exam AS e
  JOIN spread AS s ON s.procedure = e.procedure AND s.scope = e.scope AND s.scope_id = e.scope_id AND s.year = e.year
  WHERE e.procedure = 'ОГЭ' AND e.n_pct > 0 AND e.sum_pct IS NOT NULL
  UNION ALL
  SELECT 'ege_mean_pct', 'soo', e.scope, e.scope_id, e.year, e.sum_result, e.n_scored, e.n_pupils, FALSE, CASE WHEN e.n_scored > 1 THEN sqrt(s.square_result / (e.n_scored - 1)) ELSE 0 END
  FROM exam AS e
  JOIN spread AS s ON s.procedure = e.procedure AND s.scope = e.scope AND s.scope_id = e.scope_id AND s.year = e.year
  WHERE e.procedure = 'ЕГЭ' AND e.n_scored > 0 AND e.sum_result IS NOT NULL
  UNION ALL
  SELECT CASE t.procedure WHEN 'ОГЭ' THEN 'oge_participation' ELSE 'ege_participation' END, CASE t.procedure WHEN 'ОГЭ' THEN 'ooo' ELSE 'soo' END, t.scope, t.scope_id, t.year,
    t.n_valid, t.n_entered, t.n_pupils, TRUE, NULL
  FROM taking_part AS t
  JOIN exam AS e ON e.procedure = t.procedure AND e.scope = t.scope AND e.scope_id = t.scope_id AND e.year = t.year
)
SELECT
  f.indicator,
  f.education_level,
  f.scope,
  f.scope_id,
  CAST(f.year AS INTEGER) AS year,
  CASE WHEN f.denominator > 0 THEN CASE WHEN f.is_share THEN 100.0 * f.numerator / f.denominator WHEN f.spread IS NOT NULL THEN f.numerator / f.denominator ELSE CAST(f.numerator AS DOUBLE) END END AS value,
  CAST(f.numerator AS DOUBLE) AS numerator,
  CAST(f.denominator AS DOUBLE) AS denominator,
  CAST(f.n AS INTEGER) AS n,
  CASE
    WHEN f.is_share AND f.numerator <= f.denominator THEN wilson_lo(f.numerator * f.n / nullif(f.denominator, 0), f.n)
    WHEN f.spread IS NOT NULL AND f.n > 1 THEN greatest(0.0, f.numerator / f.denominator - 1.959963984540054 * f.spread / sqrt(f.n))
  END AS lo,
  CASE
    WHEN f.is_share AND f.numerator <= f.denominator THEN wilson_hi(f.numerator * f.n / nullif(f.denominator, 0), f.n)
    WHEN f.spread IS NOT NULL AND f.n > 1 THEN least(100.0, f.numerator / f.denominator + 1.959963984540054 * f.spread / sqrt(f.n))
  END AS hi
FROM figure AS f
