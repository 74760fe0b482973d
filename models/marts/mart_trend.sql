-- Series of 3–5 years, one row per year, for the program that fits them. Only what may be compared is in one segment: primary scores of works with one
-- maximum, one scale and one design; marks, places and standardised figures over all years.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'trend_min_years') AS min_years,
    max(s.value) FILTER (WHERE s.setting = 'trend_max_years') AS max_years,
    max(s.value) FILTER (WHERE s.setting = 'trend_change_min_years') AS change_min_years,
    max(s.value) FILTER (WHERE s.setting = 'trend_change_min_n') AS change_min_n,
    max(s.value) FILTER (WHERE s.setting = 'trend_min_schools') AS min_schools,
    max(s.value) FILTER (WHERE s.setting = 'trend_fdr') AS fdr
  FROM core.seed_analysis_setting AS s
),
today AS (
  SELECT v.view_school_id AS school_id, any_value(v.view_municipality_id) AS municipality_id
  FROM core.map_school_view AS v
  WHERE v.as_of = 'now'
  GROUP BY v.view_school_id
),
work AS (
  SELECT
    'work' AS source, w.procedure, w.wave, m.scope, m.scope_id,
    CASE m.scope WHEN 'school' THEN t.municipality_id WHEN 'municipality' THEN m.scope_id END AS municipality_id,
    w.subject, w.level, w.grade, m.measure, w.year, m.value, m.se, m.n,
    CASE WHEN k.across_redesign THEN ''
      ELSE concat_ws('|', CASE WHEN w.procedure = 'ВПР' AND w.year >= 2025 THEN '2025' ELSE '' END, coalesce(w.max_score, -1), coalesce(w.min_3, -1), coalesce(w.min_4, -1), coalesce(w.min_5, -1)) END AS segment
  FROM core.int_school_measure AS m
  JOIN core.dim_work AS w ON w.work_id = m.work_id
  JOIN core.seed_trend_measure AS k ON k.source = 'work' AND k.measure = m.measure
  LEFT JOIN today AS t ON t.school_id = CASE WHEN m.scope = 'school' THEN m.scope_id END
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
series AS (
  SELECT w.source, w.procedure, w.wave, w.scope, w.scope_id, w.municipality_id, w.subject, w.level, w.grade, w.measure, w.year, w.value, w.se, w.n, w.segment
  FROM work AS w
  UNION ALL
  SELECT 'exam', e.procedure, e.wave, 'school', e.school_id, t.municipality_id, e.subject, e.level, e.grade, e.m.measure, e.year, e.m.value, e.m.se, e.m.n, ''
  FROM exam AS e
  JOIN core.seed_trend_measure AS k ON k.source = 'exam' AND k.measure = e.m.measure
  LEFT JOIN today AS t ON t.school_id = e.school_id
  WHERE e.m.value IS NOT NULL
  UNION ALL
  SELECT
    'indicator', d.family, '', i.scope, i.scope_id, CASE i.scope WHEN 'school' THEN s.municipality_id WHEN 'municipality' THEN i.scope_id END,
    '', i.education_level, 0, i.indicator, i.year, i.value, (i.hi - i.lo) / (2 * 1.959963984540054e0), i.n,
    CASE WHEN d.family = 'vpr' AND NOT coalesce(k.across_redesign, FALSE) AND i.year >= 2025 THEN '2025' ELSE '' END
  FROM marts.mart_indicator AS i
  JOIN core.dim_indicator AS d ON d.indicator = i.indicator
  LEFT JOIN core.seed_trend_measure AS k ON k.source = 'indicator' AND k.measure = i.indicator
  LEFT JOIN core.dim_school AS s ON s.school_id = CASE WHEN i.scope = 'school' THEN i.scope_id END
  -- Codes of skills mean another thing when a codifier changes: no series of single skills.
  WHERE i.value IS NOT NULL AND NOT i.suppressed AND i.item IS NULL
),
-- Numbers of topics and objects: a series is followed through whole numbers, not through nine texts.
topic AS (
  SELECT row_number() OVER () AS topic_no, d.*
  FROM (SELECT DISTINCT r.source, r.procedure, r.wave, r.subject, r.level, r.grade, r.measure FROM series AS r) AS d
),
object AS (
  SELECT row_number() OVER () AS object_no, d.* FROM (SELECT DISTINCT r.scope, r.scope_id FROM series AS r) AS d
)
SELECT
  (t.topic_no << 32) + o.object_no AS series_no,
  r.source, r.procedure, r.wave, r.scope, r.scope_id, r.municipality_id, r.subject, r.level, CAST(r.grade AS INTEGER) AS grade, r.measure,
  CAST(r.year AS INTEGER) AS year, CAST(r.value AS DOUBLE) AS value, CAST(r.se AS DOUBLE) AS se, CAST(r.n AS INTEGER) AS n, r.segment,
  s.min_years, s.max_years, s.change_min_years, s.change_min_n, s.min_schools, s.fdr
FROM series AS r
JOIN topic AS t
  ON t.source = r.source AND t.procedure = r.procedure AND t.wave = r.wave AND t.subject = r.subject AND t.level = r.level AND t.grade = r.grade AND t.measure = r.measure
JOIN object AS o ON o.scope = r.scope AND o.scope_id = r.scope_id
CROSS JOIN setting AS s
ORDER BY series_no, r.year
