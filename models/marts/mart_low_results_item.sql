-- What a rule of low results looks at: shares of low results of the selected procedures (federal rule), points of the selected criteria
-- against their minimum (local rule). Each item is judged by the figure itself and with its interval.
WITH rule AS (
  SELECT
    r.rule, r.kind, r.rule_version, r.score_rule_set,
    max(p.value) FILTER (WHERE p.parameter = 'low_share') AS low_share,
    max(p.value) FILTER (WHERE p.parameter = 'margin_points') AS margin_points,
    max(p.value) FILTER (WHERE p.parameter = 'exclude_special') AS exclude_special
  FROM core.seed_low_results_rule AS r
  JOIN core.seed_low_results_parameter AS p ON p.rule = r.rule
  GROUP BY r.rule, r.kind, r.rule_version, r.score_rule_set
),
work AS (
  SELECT
    p.rule, r.municipality_id, r.school_id, r.year, r.work_id AS item,
    w.procedure || ' ' || CAST(r.year AS VARCHAR) || CASE r.wave WHEN 'autumn' THEN ' (осень)' ELSE '' END || ', ' || CAST(r.grade AS VARCHAR) || ' класс, '
      || lower(w.subject_name) || CASE r.level WHEN 'advanced' THEN ' (углублённый уровень)' ELSE '' END AS item_name,
    1 AS procedure_order, r.grade, r.n_marked AS n, r.n2 AS n_low
  FROM marts.mart_work_results AS r
  JOIN core.dim_work AS w ON w.work_id = r.work_id
  JOIN core.seed_low_results_procedure AS p
    ON p.is_selected AND p.procedure = w.procedure AND p.wave = r.wave AND p.grade = r.grade AND p.subject = r.subject
  WHERE r.source = 'computed' AND r.scope = 'school' AND r.n_marked > 0
),
exam AS (
  SELECT
    p.rule, g.municipality_id, g.school_id, g.year, g.exam_id AS item,
    g.procedure || ' ' || CAST(g.year AS VARCHAR) || ', ' || lower(s.subject_name)
      || CASE g.math_level WHEN 'base' THEN ' (базовый уровень)' WHEN 'profile' THEN ' (профильный уровень)' ELSE '' END AS item_name,
    2 AS procedure_order, p.grade, g.n_judged AS n, g.n_below_threshold AS n_low
  FROM marts.mart_gia_results AS g
  JOIN core.seed_subject AS s ON s.subject = g.subject
  JOIN core.seed_low_results_procedure AS p
    ON p.is_selected AND p.procedure = g.procedure AND p.wave = g.period AND p.subject = g.subject AND p.math_level IS NOT DISTINCT FROM g.math_level
  WHERE g.scope = 'school' AND g.n_judged > 0
),
share AS (
  SELECT
    u.rule, r.rule_version, u.municipality_id, u.school_id, u.year, u.item, u.item_name, u.procedure_order, u.grade, 'percent' AS unit, u.n, u.n_low,
    100.0 * u.n_low / u.n AS value,
    wilson_lo(u.n_low, u.n) AS lo,
    wilson_hi(u.n_low, u.n) AS hi,
    r.low_share AS threshold,
    100.0 * u.n_low / u.n >= r.low_share AS is_low,
    wilson_lo(u.n_low, u.n) >= r.low_share AS is_sure,
    r.exclude_special
  FROM (SELECT w.* FROM work AS w UNION ALL SELECT e.* FROM exam AS e) AS u
  JOIN rule AS r ON r.rule = u.rule AND r.kind = 'federal'
),
criterion AS (
  SELECT
    r.rule, r.rule_version, t.municipality_id, t.school_id, t.year, 'criterion-' || CAST(t.criterion_no AS VARCHAR) AS item,
    CAST(t.criterion_no AS VARCHAR) || '. ' || t.criterion AS item_name, 3 AS procedure_order, t.criterion_no AS grade, 'points' AS unit,
    CAST(NULL AS INTEGER) AS n, CAST(NULL AS INTEGER) AS n_low,
    CAST(t.points AS DOUBLE) AS value, CAST(NULL AS DOUBLE) AS lo, t.points_favourable AS hi, CAST(t.minimum AS DOUBLE) AS threshold,
    t.minimum - t.points >= r.margin_points AS is_low,
    t.minimum - t.points_favourable >= r.margin_points AS is_sure,
    r.exclude_special
  FROM marts.mart_score_total AS t
  JOIN rule AS r ON r.kind = 'local' AND r.score_rule_set = t.rule_set
  JOIN core.seed_low_results_procedure AS p ON p.rule = r.rule AND p.is_selected AND p.criterion_no = t.criterion_no
  WHERE t.n_scored > 0
),
item AS (
  SELECT s.* FROM share AS s
  UNION ALL
  SELECT c.* FROM criterion AS c
)
SELECT
  i.rule,
  i.rule_version,
  i.municipality_id,
  i.school_id,
  CAST(i.year AS INTEGER) AS year,
  i.item,
  i.item_name,
  CAST(row_number() OVER (PARTITION BY i.rule, i.school_id, i.year ORDER BY i.procedure_order, i.grade, i.item) AS INTEGER) AS item_order,
  i.unit,
  CAST(i.n AS INTEGER) AS n,
  CAST(i.n_low AS INTEGER) AS n_low,
  CAST(i.grade AS INTEGER) AS grade,
  CAST(i.value AS DOUBLE) AS value,
  CAST(i.lo AS DOUBLE) AS lo,
  CAST(i.hi AS DOUBLE) AS hi,
  CAST(i.threshold AS DOUBLE) AS threshold,
  i.is_low,
  i.is_sure
FROM item AS i
JOIN core.dim_school AS d ON d.school_id = i.school_id
WHERE NOT (d.is_special AND i.exclude_special = 1)
