-- Graduates by object, without any identity, in both views of the schools: two states of the year, before the additional period and after it.
WITH graduate AS (
  SELECT
    g.state, g.year, g.grade_level, g.school_id, s.municipality_id,
    count(*) AS n_graduates,
    count(*) FILTER (WHERE g.is_ambiguous) AS n_ambiguous,
    count(*) FILTER (WHERE g.is_all_passed) AS n_passed_all,
    count(*) FILTER (WHERE g.n_below > 0) AS n_below,
    count(*) FILTER (WHERE g.is_all_high) AS n_all_70_100,
    sum(g.n_100) AS n_results_100,
    count(*) FILTER (WHERE g.n_100 > 0) AS n_persons_100,
    count(g.has_certificate) AS n_certificate_known,
    count(*) FILTER (WHERE NOT g.has_certificate) AS n_no_certificate,
    count(*) FILTER (WHERE g.has_medal_1_scores) AS n_medal_1_scores,
    count(*) FILTER (WHERE g.has_medal_2_scores) AS n_medal_2_scores
  FROM core.int_gia_graduate AS g
  JOIN (
    SELECT c.school_id, c.year, CASE c.system WHEN 'егэ' THEN 11 ELSE 9 END AS grade_level, max(c.municipality_id) AS municipality_id
    FROM core.int_gia_school AS c
    GROUP BY c.school_id, c.year, 3
  ) AS s ON s.school_id = g.school_id AND s.year = g.year AND s.grade_level = g.grade_level
  GROUP BY g.state, g.year, g.grade_level, g.school_id, s.municipality_id
),
viewed AS (
  SELECT 'was' AS as_of, g.* FROM graduate AS g
  UNION ALL
  SELECT 'now', g.* REPLACE (coalesce(n.now_school_id, g.school_id) AS school_id, coalesce(d.municipality_id, g.municipality_id) AS municipality_id)
  FROM graduate AS g
  LEFT JOIN core.map_school_now AS n ON n.school_id = g.school_id
  LEFT JOIN core.dim_school AS d ON d.school_id = n.now_school_id
),
region AS (
  SELECT g.as_of, g.state, g.year, g.grade_level, split_part(g.municipality_id, '_', 1) AS region_code
  FROM viewed AS g
  WHERE g.municipality_id NOT LIKE '%\_unknown' ESCAPE '\'
  GROUP BY g.as_of, g.state, g.year, g.grade_level, 5
  HAVING count(DISTINCT g.municipality_id) >= 2
),
scoped AS (
  SELECT 'school' AS scope, g.school_id AS scope_id, g.municipality_id AS own_municipality, g.school_id AS own_school, g.* EXCLUDE (municipality_id, school_id)
  FROM viewed AS g
  UNION ALL
  SELECT 'municipality', g.municipality_id, g.municipality_id, NULL, g.* EXCLUDE (municipality_id, school_id)
  FROM viewed AS g
  UNION ALL
  SELECT 'region', r.region_code, NULL, NULL, g.* EXCLUDE (municipality_id, school_id)
  FROM viewed AS g
  JOIN region AS r ON r.as_of = g.as_of AND r.state = g.state AND r.year = g.year AND r.grade_level = g.grade_level AND r.region_code = split_part(g.municipality_id, '_', 1)
),
total AS (
  SELECT
    s.as_of, s.state, s.year, s.grade_level, s.scope, s.scope_id,
    max(s.own_municipality) AS municipality_id,
    max(s.own_school) AS school_id,
    sum(s.n_graduates) AS n_graduates,
    sum(s.n_ambiguous) AS n_ambiguous,
    sum(s.n_passed_all) AS n_passed_all,
    sum(s.n_below) AS n_below,
    sum(s.n_all_70_100) AS n_all_70_100,
    sum(s.n_results_100) AS n_results_100,
    sum(s.n_persons_100) AS n_persons_100,
    sum(s.n_certificate_known) AS n_certificate_known,
    sum(s.n_no_certificate) AS n_no_certificate,
    sum(s.n_medal_1_scores) AS n_medal_1_scores,
    sum(s.n_medal_2_scores) AS n_medal_2_scores
  FROM scoped AS s
  GROUP BY s.as_of, s.state, s.year, s.grade_level, s.scope, s.scope_id
),
additional AS (
  SELECT DISTINCT f.year, f.grade_level
  FROM core.fct_gia_result AS f
  WHERE NOT f.is_main
)
SELECT
  t.as_of,
  t.year,
  t.grade_level,
  t.state,
  t.scope,
  t.scope_id,
  t.municipality_id,
  t.school_id,
  CAST(t.n_graduates AS INTEGER) AS n_graduates,
  CAST(t.n_passed_all AS INTEGER) AS n_passed_all,
  CAST(100.0 AS DOUBLE) * t.n_passed_all / nullif(t.n_graduates, 0) AS passed_all_pct,
  wilson_lo(t.n_passed_all, t.n_graduates) AS passed_all_lo,
  wilson_hi(t.n_passed_all, t.n_graduates) AS passed_all_hi,
  CAST(t.n_below AS INTEGER) AS n_persons_below,
  CAST(100.0 AS DOUBLE) * t.n_below / nullif(t.n_graduates, 0) AS persons_below_pct,
  wilson_lo(t.n_below, t.n_graduates) AS persons_below_lo,
  wilson_hi(t.n_below, t.n_graduates) AS persons_below_hi,
  CASE WHEN t.grade_level = 11 THEN CAST(t.n_all_70_100 AS INTEGER) END AS n_all_70_100,
  CASE WHEN t.grade_level = 11 THEN CAST(100.0 AS DOUBLE) * t.n_all_70_100 / nullif(t.n_graduates, 0) END AS all_70_100_pct,
  CASE WHEN t.grade_level = 11 THEN wilson_lo(t.n_all_70_100, t.n_graduates) END AS all_70_100_lo,
  CASE WHEN t.grade_level = 11 THEN wilson_hi(t.n_all_70_100, t.n_graduates) END AS all_70_100_hi,
  CASE WHEN t.grade_level = 11 THEN CAST(t.n_results_100 AS INTEGER) END AS n_results_100,
  CASE WHEN t.grade_level = 11 THEN CAST(t.n_persons_100 AS INTEGER) END AS n_persons_100,
  CAST(t.n_certificate_known AS INTEGER) AS n_certificate_known,
  -- Not known as long as the protocols of a mandatory subject are missing for a part of the graduates.
  CASE WHEN t.n_certificate_known = t.n_graduates THEN CAST(t.n_no_certificate AS INTEGER) END AS n_no_certificate,
  CASE WHEN t.grade_level = 11 THEN CAST(t.n_medal_1_scores AS INTEGER) END AS n_medal_1_scores,
  CASE WHEN t.grade_level = 11 THEN CAST(t.n_medal_2_scores AS INTEGER) END AS n_medal_2_scores,
  CAST(t.n_ambiguous AS INTEGER) AS n_ambiguous,
  a.year IS NOT NULL AS has_additional_period
FROM total AS t
LEFT JOIN additional AS a ON a.year = t.year AND a.grade_level = t.grade_level
