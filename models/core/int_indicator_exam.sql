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
    sum(r.n70plus) FILTER (WHERE r.scale = 'test100') AS n70plus
  FROM marts.mart_gia_results AS r
  WHERE r.period = 'all' AND r.procedure IN ('ОГЭ', 'ЕГЭ')
  GROUP BY r.procedure, r.scope, r.scope_id, r.year
),
figure AS (
  SELECT 'gia_below_minimum' AS indicator, g.education_level, g.scope, g.scope_id, g.year,
    CAST(g.n_persons_below AS DOUBLE) AS numerator, CAST(g.n_graduates AS DOUBLE) AS denominator, g.n_graduates AS n, TRUE AS is_share
  FROM graduate AS g
  WHERE g.state = 'preliminary'
  UNION ALL
  SELECT 'ege_all_70', g.education_level, g.scope, g.scope_id, g.year, g.n_all_70_100, g.n_graduates, g.n_graduates, TRUE
  FROM graduate AS g
  WHERE g.state = 'final' AND g.education_level = 'soo'
  UNION ALL
  SELECT 'ege_100', g.education_level, g.scope, g.scope_id, g.year, g.n_results_100, g.n_graduates, g.n_graduates, FALSE
  FROM graduate AS g
  WHERE g.state = 'final' AND g.education_level = 'soo'
  UNION ALL
  SELECT 'gia_no_certificate_' || c.grade, CASE WHEN c.grade = 9 THEN 'ooo' ELSE 'soo' END, c.scope, c.scope_id, c.year,
    c.n_without, c.n_graduates, c.n_graduates, FALSE
  FROM certificate AS c
  WHERE c.n_without IS NOT NULL
  UNION ALL
  SELECT 'medal_local_70', 'soo', c.scope, c.scope_id, c.year, c.n_candidates_70, c.n_candidates, c.n_candidates, TRUE
  FROM certificate AS c
  WHERE c.grade = 11 AND c.n_candidates IS NOT NULL
  UNION ALL
  SELECT 'medal_federal_1', 'soo', c.scope, c.scope_id, c.year, c.n_medal1, c.n_reported, c.n_reported, TRUE
  FROM certificate AS c
  WHERE c.grade = 11 AND c.n_medal1 IS NOT NULL
  UNION ALL
  SELECT 'medal_federal_2', 'soo', c.scope, c.scope_id, c.year, c.n_medal2, c.n_reported, c.n_reported, TRUE
  FROM certificate AS c
  WHERE c.grade = 11 AND c.n_medal2 IS NOT NULL
  UNION ALL
  SELECT 'oge_pass', 'ooo', e.scope, e.scope_id, e.year, e.n3 + e.n4 + e.n5, e.n_marked, e.n_pupils, TRUE
  FROM exam AS e WHERE e.procedure = 'ОГЭ' AND e.n_marked > 0
  UNION ALL
  SELECT 'oge_quality', 'ooo', e.scope, e.scope_id, e.year, e.n4 + e.n5, e.n_marked, e.n_pupils, TRUE
  FROM exam AS e WHERE e.procedure = 'ОГЭ' AND e.n_marked > 0
  UNION ALL
  SELECT 'ege_pass', 'soo', e.scope, e.scope_id, e.year, e.n_judged - e.n_below, e.n_judged, e.n_pupils, TRUE
  FROM exam AS e WHERE e.procedure = 'ЕГЭ' AND e.n_judged > 0
  UNION ALL
  SELECT 'ege_high', 'soo', e.scope, e.scope_id, e.year, e.n70plus, e.n_scored, e.n_pupils, TRUE
  FROM exam AS e WHERE e.procedure = 'ЕГЭ' AND e.n_scored > 0
)
SELECT
  f.indicator,
  f.education_level,
  f.scope,
  f.scope_id,
  CAST(f.year AS INTEGER) AS year,
  CASE WHEN f.denominator > 0 THEN CASE WHEN f.is_share THEN 100.0 * f.numerator / f.denominator ELSE CAST(f.numerator AS DOUBLE) END END AS value,
  CAST(f.numerator AS DOUBLE) AS numerator,
  CAST(f.denominator AS DOUBLE) AS denominator,
  CAST(f.n AS INTEGER) AS n,
  CASE WHEN f.is_share AND f.numerator <= f.denominator THEN wilson_lo(f.numerator * f.n / nullif(f.denominator, 0), f.n) END AS lo,
  CASE WHEN f.is_share AND f.numerator <= f.denominator THEN wilson_hi(f.numerator * f.n / nullif(f.denominator, 0), f.n) END AS hi
FROM figure AS f
