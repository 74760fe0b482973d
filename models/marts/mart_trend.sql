-- Series of 3–5 years for the program that fits them: the rule (kind 3), the texts of objects (2) and topics (1), then a row of numbers per point (0), topic by
-- topic. Only what may be compared is in one segment: primary scores of works with one maximum, one scale and one design; marks, places and standardised
-- figures over all years. Topic by topic also because an earlier text without any order, a union over shared subqueries read while it is computed, made the engine (1.5.5) wait for ever.
-- What a row of each source follows, and in which segment.
WITH work AS (
  SELECT
    w.work_id, w.procedure, w.wave, w.subject, w.level, w.grade, k.measure, w.year,
    CASE WHEN k.across_redesign THEN ''
      ELSE concat_ws('|', CASE WHEN w.procedure = 'ВПР' AND w.year >= 2025 THEN '2025' ELSE '' END, coalesce(w.max_score, -1), coalesce(w.min_3, -1), coalesce(w.min_4, -1), coalesce(w.min_5, -1)) END AS segment
  FROM core.dim_work AS w
  JOIN core.seed_trend_measure AS k ON k.source = 'work'
),
exam AS (
  SELECT
    c.procedure, c.wave, c.school_id, c.subject, c.level, c.grade, c.year,
    unnest([
      {'measure': 'mean_mark', 'value': c.mean_mark, 'se': c.mean_mark_se, 'n': c.n_marked},
      {'measure': 'percentile', 'value': c.percentile, 'se': CAST(NULL AS DOUBLE), 'n': c.n_writers},
      {'measure': 'z', 'value': c.z, 'se': c.z_se, 'n': c.n_writers}
    ]) AS m
  FROM core.cohort_link AS c
  WHERE c.procedure IN ('ОГЭ', 'ЕГЭ')
),
known_exam AS (
  SELECT e.procedure, e.wave, e.school_id, e.subject, e.level, e.grade, e.year, e.m.measure AS measure, e.m.value AS value, e.m.se AS se, e.m.n AS n
  FROM exam AS e
  JOIN core.seed_trend_measure AS k ON k.source = 'exam' AND k.measure = e.m.measure
  WHERE e.m.value IS NOT NULL
),
-- A series that is seen in the newest year uses the last trend_max_years years: older points of it need not be read.
span AS (
  SELECT coalesce(max(w.year), 0) AS newest, coalesce(max(w.year), 0) - (SELECT CAST(max(s.value) AS INTEGER) FROM core.seed_analysis_setting AS s WHERE s.setting = 'trend_max_years') AS past
  FROM core.dim_work AS w
),
known_indicator AS NOT MATERIALIZED (
  SELECT i.indicator, i.education_level, i.scope, i.scope_id, i.year, i.value, (i.hi - i.lo) / (2 * 1.959963984540054e0) AS se, i.n
  FROM marts.mart_indicator AS i
  -- Codes of skills mean another thing when a codifier changes: no series of single skills.
  WHERE i.value IS NOT NULL AND NOT i.suppressed AND i.item IS NULL
),
late_indicator AS MATERIALIZED (
  SELECT i.* FROM known_indicator AS i WHERE i.year > (SELECT s.past FROM span AS s)
),
indicator AS (
  SELECT i.* FROM late_indicator AS i
  UNION ALL
  SELECT i.*
  FROM known_indicator AS i
  ANTI JOIN (SELECT l.* FROM late_indicator AS l WHERE l.year >= (SELECT s.newest FROM span AS s)) AS l
    ON l.indicator = i.indicator AND l.education_level = i.education_level AND l.scope = i.scope AND l.scope_id = i.scope_id
  WHERE i.year <= (SELECT s.past FROM span AS s)
),
followed AS (
  SELECT
    d.indicator, d.family, l.education_level,
    d.family = 'vpr' AND NOT coalesce(k.across_redesign, FALSE) AS breaks
  FROM core.dim_indicator AS d
  JOIN (SELECT DISTINCT i.indicator, i.education_level FROM indicator AS i) AS l ON l.indicator = d.indicator
  LEFT JOIN core.seed_trend_measure AS k ON k.source = 'indicator' AND k.measure = d.indicator
),
-- Numbers of topics and objects: a series is followed through whole numbers, not through nine texts.
topic AS (
  SELECT CAST(row_number() OVER () AS INTEGER) AS topic_no, d.*
  FROM (
    SELECT DISTINCT 'work' AS source, w.procedure, w.wave, w.subject, w.level, CAST(w.grade AS INTEGER) AS grade, w.measure FROM work AS w
    UNION ALL
    SELECT DISTINCT 'exam', e.procedure, e.wave, e.subject, e.level, CAST(e.grade AS INTEGER), e.measure FROM known_exam AS e
    UNION ALL
    SELECT 'indicator', f.family, '', '', f.education_level, 0, f.indicator FROM followed AS f
  ) AS d
),
numbered_work AS (
  SELECT w.work_id, w.measure, w.year, t.topic_no, CAST(dense_rank() OVER (ORDER BY w.segment) AS INTEGER) AS segment
  FROM work AS w
  JOIN topic AS t
    ON t.source = 'work' AND t.procedure = w.procedure AND t.wave = w.wave AND t.subject = w.subject AND t.level = w.level AND t.grade = w.grade AND t.measure = w.measure
),
late_point AS (
  SELECT w.topic_no, w.segment, w.year, m.scope, m.scope_id, m.n, m.value, m.se
  FROM core.int_school_measure AS m
  JOIN numbered_work AS w ON w.work_id = m.work_id AND w.measure = m.measure
  JOIN span AS s ON w.year > s.past
),
point AS (
  SELECT p.* FROM late_point AS p
  UNION ALL
  SELECT w.topic_no, w.segment, w.year, m.scope, m.scope_id, m.n, m.value, m.se
  FROM core.int_school_measure AS m
  JOIN numbered_work AS w ON w.work_id = m.work_id AND w.measure = m.measure
  JOIN span AS s ON w.year <= s.past
  ANTI JOIN (SELECT p.topic_no, p.scope, p.scope_id FROM late_point AS p JOIN span AS s ON p.year >= s.newest) AS l
    ON l.topic_no = w.topic_no AND l.scope = m.scope AND l.scope_id = m.scope_id
),
-- Works and exams are of today's schools, indicators of the schools as they were: the municipality of a school may differ.
object AS (
  SELECT CAST(row_number() OVER () AS INTEGER) AS object_no, d.of_indicators, d.scope, d.scope_id,
    CASE d.scope WHEN 'municipality' THEN d.scope_id WHEN 'school' THEN CASE WHEN d.of_indicators THEN s.municipality_id ELSE t.municipality_id END END AS municipality_id
  FROM (
    SELECT DISTINCT FALSE AS of_indicators, p.scope, p.scope_id FROM point AS p
    UNION
    SELECT DISTINCT FALSE, 'school', e.school_id FROM known_exam AS e
    UNION ALL
    SELECT DISTINCT TRUE, i.scope, i.scope_id FROM indicator AS i
  ) AS d
  LEFT JOIN core.map_school_today AS t ON t.school_id = d.scope_id
  LEFT JOIN core.dim_school AS s ON s.school_id = d.scope_id
)
SELECT
  0 AS kind, p.topic_no, o.object_no, CAST(p.year AS INTEGER) AS year, CAST(p.n AS INTEGER) AS n, p.segment, CAST(p.value AS DOUBLE) AS value, CAST(p.se AS DOUBLE) AS se,
  CAST(NULL AS VARCHAR) AS texts
FROM point AS p
JOIN object AS o ON o.scope = p.scope AND o.scope_id = p.scope_id AND NOT o.of_indicators
UNION ALL
SELECT 0, t.topic_no, o.object_no, CAST(e.year AS INTEGER), CAST(e.n AS INTEGER), 0, CAST(e.value AS DOUBLE), CAST(e.se AS DOUBLE), NULL
FROM known_exam AS e
JOIN topic AS t
  ON t.source = 'exam' AND t.procedure = e.procedure AND t.wave = e.wave AND t.subject = e.subject AND t.level = e.level AND t.grade = e.grade AND t.measure = e.measure
JOIN object AS o ON o.scope = 'school' AND o.scope_id = e.school_id AND NOT o.of_indicators
UNION ALL
SELECT 0, t.topic_no, o.object_no, CAST(i.year AS INTEGER), CAST(i.n AS INTEGER), CAST(f.breaks AND i.year >= 2025 AS INTEGER), CAST(i.value AS DOUBLE), CAST(i.se AS DOUBLE), NULL
FROM indicator AS i
JOIN followed AS f ON f.indicator = i.indicator AND f.education_level = i.education_level
JOIN topic AS t ON t.source = 'indicator' AND t.measure = f.indicator AND t.level = f.education_level
JOIN object AS o ON o.scope = i.scope AND o.scope_id = i.scope_id AND o.of_indicators
UNION ALL
SELECT 1, t.topic_no, NULL, NULL, NULL, NULL, NULL, NULL, concat(t.source, chr(31), t.procedure, chr(31), t.wave, chr(31), t.subject, chr(31), t.level, chr(31), t.grade, chr(31), t.measure)
FROM topic AS t
UNION ALL
SELECT 2, NULL, o.object_no, NULL, NULL, NULL, NULL, NULL, concat(o.scope, chr(31), o.scope_id, chr(31), o.municipality_id)
FROM object AS o
UNION ALL
SELECT
  3, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  concat(
    max(s.value) FILTER (WHERE s.setting = 'trend_min_years'), chr(31), max(s.value) FILTER (WHERE s.setting = 'trend_max_years'), chr(31),
    max(s.value) FILTER (WHERE s.setting = 'trend_change_min_years'), chr(31), max(s.value) FILTER (WHERE s.setting = 'trend_change_min_n'), chr(31),
    max(s.value) FILTER (WHERE s.setting = 'trend_min_schools'), chr(31), max(s.value) FILTER (WHERE s.setting = 'trend_fdr'))
FROM core.seed_analysis_setting AS s
ORDER BY kind DESC, topic_no
