-- What became of graduates, olympiads, contests and the independent assessment. Their academic year 2023/24 is the year 2024, as that of ВПР.
WITH path AS (
  SELECT
    p.scope, p.scope_id, p.year, p.grade, max(p.n_graduates) AS n_graduates,
    sum(p.n) FILTER (WHERE p.path IN ('grade10', 'spo')) AS n_continued,
    sum(p.n) FILTER (WHERE p.path = 'vpo') AS n_university,
    sum(p.n) FILTER (WHERE p.path = 'none') AS n_idle
  FROM marts.mart_graduate_path AS p
  GROUP BY p.scope, p.scope_id, p.year, p.grade
),
idle AS (
  SELECT p.scope, p.scope_id, p.year, CASE WHEN p.grade = 9 THEN 'ooo' ELSE 'soo' END AS education_level, p.n_idle, p.n_graduates
  FROM path AS p
  WHERE p.n_idle IS NOT NULL
  UNION ALL
  SELECT p.scope, p.scope_id, p.year, 'all' AS education_level, sum(p.n_idle) AS n_idle, sum(p.n_graduates) AS n_graduates
  FROM path AS p
  WHERE p.n_idle IS NOT NULL
  GROUP BY p.scope, p.scope_id, p.year
),
olympiad AS (
  SELECT
    o.scope, o.scope_id, max(o.municipality_id) AS municipality_id, CAST(left(o.academic_year, 4) AS INTEGER) + 1 AS year,
    sum(o.n_winners) AS n_winners, sum(o.n_prize) AS n_prizes
  FROM marts.mart_olympiad AS o
  WHERE o.stage = 'regional'
  GROUP BY o.scope, o.scope_id, o.academic_year
),
-- The lists of the regional stage are those of the whole municipality: a school that is not in them has nobody there, which is a 0 and no gap.
olympiad_school AS (
  SELECT m.school_id, m.year, coalesce(o.n_winners, 0) AS n_winners, coalesce(o.n_prizes, 0) AS n_prizes
  FROM core.map_school_year AS m
  JOIN (SELECT DISTINCT l.municipality_id, l.year FROM olympiad AS l) AS listed ON listed.municipality_id = m.municipality_id AND listed.year = m.year
  LEFT JOIN olympiad AS o ON o.scope = 'school' AND o.scope_id = m.school_id AND o.year = m.year
),
olympiad_all AS (
  SELECT 'school' AS scope, o.school_id AS scope_id, o.year, o.n_winners, o.n_prizes FROM olympiad_school AS o
  UNION ALL
  SELECT o.scope, o.scope_id, o.year, o.n_winners, o.n_prizes FROM olympiad AS o WHERE o.scope <> 'school'
),
talent AS (
  SELECT
    t.scope, t.scope_id, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year,
    coalesce(sum(t.n_winners + t.n_prize) FILTER (WHERE t.level = 'federal'), 0) AS n_federal,
    coalesce(sum(t.n_winners + t.n_prize) FILTER (WHERE t.level = 'regional'), 0) AS n_regional,
    coalesce(sum(t.n_winners + t.n_prize) FILTER (WHERE t.level = 'municipal'), 0) AS n_municipal
  FROM marts.mart_talent AS t
  GROUP BY t.scope, t.scope_id, t.academic_year
),
figure AS (
  SELECT 'path_9_continued' AS indicator, 'ooo' AS education_level, p.scope, p.scope_id, p.year,
    CAST(p.n_continued AS DOUBLE) AS numerator, CAST(p.n_graduates AS DOUBLE) AS denominator, p.n_graduates AS n, TRUE AS is_share
  FROM path AS p
  WHERE p.grade = 9 AND p.n_continued IS NOT NULL
  UNION ALL
  SELECT 'path_11_university', 'soo', p.scope, p.scope_id, p.year, p.n_university, p.n_graduates, p.n_graduates, TRUE
  FROM path AS p
  WHERE p.grade = 11 AND p.n_university IS NOT NULL
  UNION ALL
  SELECT 'path_idle', i.education_level, i.scope, i.scope_id, i.year, i.n_idle, i.n_graduates, i.n_graduates, FALSE
  FROM idle AS i
  UNION ALL
  SELECT 'olympiad_team_place', 'all', 'school', t.school_id, CAST(left(t.academic_year, 4) AS INTEGER) + 1, t.place, 1, t.n_teams, FALSE
  FROM marts.mart_olympiad_team AS t
  WHERE t.stage = 'municipal' AND t.n_own_teams = 1
  UNION ALL
  SELECT 'olympiad_regional_winners', 'all', o.scope, o.scope_id, o.year, o.n_winners, 1, 1, FALSE
  FROM olympiad_all AS o
  UNION ALL
  SELECT 'olympiad_regional_prizes', 'all', o.scope, o.scope_id, o.year, o.n_prizes, 1, 1, FALSE
  FROM olympiad_all AS o
  UNION ALL
  SELECT 'talent_federal', 'all', t.scope, t.scope_id, t.year, t.n_federal, 1, 1, FALSE
  FROM talent AS t
  UNION ALL
  SELECT 'talent_regional', 'all', t.scope, t.scope_id, t.year, t.n_regional, 1, 1, FALSE
  FROM talent AS t
  UNION ALL
  SELECT 'talent_municipal', 'all', t.scope, t.scope_id, t.year, t.n_municipal, 1, 1, FALSE
  FROM talent AS t
  UNION ALL
  SELECT CASE n.criterion WHEN 'итог' THEN 'noko_total' ELSE 'noko_' || n.criterion END, 'all', n.scope, n.scope_id, n.year, n.score, 1, n.n_schools, FALSE
  FROM marts.mart_noko AS n
  WHERE n.criterion IN ('1', '2', '3', '4', '5', 'итог') AND (n.scope <> 'school' OR n.n_institutions = 1)
)
-- A school's form may name more on one path than graduates in all; such a share is shown as it is, without an interval.
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
  CASE WHEN f.is_share AND f.numerator <= f.denominator THEN wilson_lo(f.numerator, f.denominator) END AS lo,
  CASE WHEN f.is_share AND f.numerator <= f.denominator THEN wilson_hi(f.numerator, f.denominator) END AS hi
FROM figure AS f
