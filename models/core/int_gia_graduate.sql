-- Graduates of a year and level in two states: before the additional period, and after it. A graduate counts into the school of most of his rows.
WITH rule AS (
  SELECT
    max(r.value) FILTER (WHERE r.rule = 'all_high_min') AS all_high_min,
    max(r.value) FILTER (WHERE r.rule = 'all_high_base_math') AS all_high_base_math,
    max(r.value) FILTER (WHERE r.rule = 'medal_1_russian') AS medal_1_russian,
    max(r.value) FILTER (WHERE r.rule = 'medal_1_other') AS medal_1_other,
    max(r.value) FILTER (WHERE r.rule = 'medal_1_base_math') AS medal_1_base_math,
    max(r.value) FILTER (WHERE r.rule = 'medal_2_russian') AS medal_2_russian,
    max(r.value) FILTER (WHERE r.rule = 'medal_2_other') AS medal_2_other,
    max(r.value) FILTER (WHERE r.rule = 'medal_2_base_math') AS medal_2_base_math,
    max(r.value) FILTER (WHERE r.rule = 'certificate_9_all') AS certificate_9_all,
    max(r.value) FILTER (WHERE r.rule = 'certificate_11_all') AS certificate_11_all
  FROM core.seed_gia_rule AS r
),
year_state AS (
  SELECT 'preliminary' AS state, FALSE AS with_additional
  UNION ALL
  SELECT 'final', TRUE
),
counted_row AS (
  SELECT
    s.state, f.year, f.grade_level, f.person_no, f.subject, f.math_level, f.scale, f.result, f.is_below, f.is_valid, f.is_ambiguous, f.school_id, f.is_main,
    CASE WHEN s.with_additional THEN f.is_final ELSE f.is_final_main END AS is_final
  FROM core.fct_gia_result AS f
  JOIN year_state AS s ON s.with_additional OR f.is_main
),
place AS (
  SELECT r.year, r.grade_level, r.person_no, r.school_id
  FROM counted_row AS r
  WHERE r.state = 'final'
  GROUP BY r.year, r.grade_level, r.person_no, r.school_id
  QUALIFY row_number() OVER (PARTITION BY r.year, r.grade_level, r.person_no ORDER BY count(*) DESC, r.school_id) = 1
),
-- A mandatory subject of which no protocol of a school is loaded says nothing of its graduates.
loaded AS (
  SELECT DISTINCT r.state, r.year, r.grade_level, r.school_id, r.subject
  FROM counted_row AS r
),
mandatory AS (
  SELECT p.year, p.grade_level, p.person_no, s.state,
    count(*) AS n_mandatory,
    count(*) FILTER (WHERE l.subject IS NOT NULL) AS n_loaded,
    count(*) FILTER (WHERE coalesce(g.is_passed, FALSE)) AS n_passed
  FROM place AS p
  CROSS JOIN year_state AS s
  JOIN core.seed_gia_mandatory AS m ON m.grade_level = p.grade_level
  LEFT JOIN loaded AS l ON l.state = s.state AND l.year = p.year AND l.grade_level = p.grade_level AND l.school_id = p.school_id AND l.subject = m.subject
  LEFT JOIN (
    SELECT r.state, r.year, r.grade_level, r.person_no, r.subject, bool_or(r.is_final AND NOT r.is_below) AS is_passed
    FROM counted_row AS r
    GROUP BY r.state, r.year, r.grade_level, r.person_no, r.subject
  ) AS g ON g.state = s.state AND g.year = p.year AND g.grade_level = p.grade_level AND g.person_no = p.person_no AND g.subject = m.subject
  GROUP BY p.year, p.grade_level, p.person_no, s.state
),
-- Both levels of mathematics are one subject: passing either is enough.
subject AS (
  SELECT r.state, r.year, r.grade_level, r.person_no, r.subject, bool_or(r.is_final AND NOT r.is_below) AS is_passed
  FROM counted_row AS r
  GROUP BY r.state, r.year, r.grade_level, r.person_no, r.subject
),
passed AS (
  SELECT s.state, s.year, s.grade_level, s.person_no, bool_and(s.is_passed) AS is_all_passed
  FROM subject AS s
  GROUP BY s.state, s.year, s.grade_level, s.person_no
),
exams AS (
  SELECT
    r.state, r.year, r.grade_level, r.person_no,
    bool_or(r.is_ambiguous) AS is_ambiguous,
    count(*) FILTER (WHERE r.is_final) AS n_exams,
    count(*) FILTER (WHERE r.is_final AND r.is_below) AS n_below,
    count(*) FILTER (WHERE r.is_final AND r.scale = 'test100') AS n_test,
    min(r.result) FILTER (WHERE r.is_final AND r.scale = 'test100') AS min_test,
    min(r.result) FILTER (WHERE r.is_final AND r.math_level = 'base') AS base_math,
    count(*) FILTER (WHERE r.is_final AND r.scale = 'test100' AND r.result = 100) AS n_100,
    max(r.result) FILTER (WHERE r.is_final AND r.scale = 'test100' AND r.subject = 'РУ') AS russian,
    max(r.result) FILTER (WHERE r.is_final AND r.scale = 'test100' AND r.subject <> 'РУ') AS best_other
  FROM counted_row AS r
  GROUP BY r.state, r.year, r.grade_level, r.person_no
)
SELECT
  e.state,
  e.year,
  e.grade_level,
  e.person_no,
  p.school_id,
  e.is_ambiguous,
  CAST(e.n_exams AS INTEGER) AS n_exams,
  CAST(e.n_below AS INTEGER) AS n_below,
  e.n_exams > 0 AND q.is_all_passed AS is_all_passed,
  e.n_test > 0 AND e.min_test >= u.all_high_min
    AND (u.all_high_base_math = 0 OR coalesce(e.base_math, 5) >= u.all_high_base_math) AND q.is_all_passed AS is_all_high,
  CAST(e.n_100 AS INTEGER) AS n_100,
  -- Not known while the protocols of a mandatory subject are not loaded for the school.
  CASE WHEN m.n_loaded = m.n_mandatory THEN
    m.n_passed = m.n_mandatory
      AND (CASE WHEN e.grade_level = 9 THEN u.certificate_9_all ELSE u.certificate_11_all END = 0 OR q.is_all_passed)
  END AS has_certificate,
  coalesce(e.russian >= u.medal_1_russian AND (e.best_other >= u.medal_1_other OR e.base_math >= u.medal_1_base_math), FALSE) AS has_medal_1_scores,
  coalesce(e.russian >= u.medal_2_russian AND (e.best_other >= u.medal_2_other OR e.base_math >= u.medal_2_base_math), FALSE) AS has_medal_2_scores
FROM exams AS e
CROSS JOIN rule AS u
JOIN place AS p ON p.year = e.year AND p.grade_level = e.grade_level AND p.person_no = e.person_no
JOIN passed AS q ON q.state = e.state AND q.year = e.year AND q.grade_level = e.grade_level AND q.person_no = e.person_no
JOIN mandatory AS m ON m.state = e.state AND m.year = e.year AND m.grade_level = e.grade_level AND m.person_no = e.person_no
