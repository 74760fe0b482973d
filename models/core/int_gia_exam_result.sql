-- Results of an exam by period and object, in both views of the schools. Sums are added up from the schools, so every level agrees to the last bit. «all» and «all_main»
-- count every pupil once, by the final result of all periods or of those before the additional one; the other periods count sittings.
WITH piece AS (
  SELECT f.exam_id, f.school_id, f.municipality_id, f.status, f.is_valid, f.primary_score, f.result, f.is_below, f.scale, f.period
  FROM core.fct_gia_result AS f
  UNION ALL
  SELECT f.exam_id, f.school_id, f.municipality_id, f.status, f.is_valid, f.primary_score, f.result, f.is_below, f.scale, 'all'
  FROM core.fct_gia_result AS f
  WHERE f.is_final
  UNION ALL
  SELECT f.exam_id, f.school_id, f.municipality_id, f.status, f.is_valid, f.primary_score, f.result, f.is_below, f.scale, 'all_main'
  FROM core.fct_gia_result AS f
  WHERE f.is_final_main
),
base AS (
  SELECT
    p.exam_id, p.period, p.school_id, p.municipality_id,
    count(*) AS n_rows,
    count(*) FILTER (WHERE p.is_valid) AS n_participants,
    count(*) FILTER (WHERE p.status IN ('absent', 'no_result')) AS n_absent,
    count(*) FILTER (WHERE p.status IN ('removed', 'annulled', 'not_finished')) AS n_void,
    count(*) FILTER (WHERE p.is_valid AND p.is_below IS NOT NULL) AS n_judged,
    count(*) FILTER (WHERE p.is_valid AND p.is_below) AS n_below,
    count(p.primary_score) FILTER (WHERE p.is_valid) AS n_primary,
    sum(CAST(p.primary_score AS INTEGER)) FILTER (WHERE p.is_valid) AS sum_primary,
    sum(CAST(p.primary_score AS INTEGER) * CAST(p.primary_score AS INTEGER)) FILTER (WHERE p.is_valid) AS square_primary,
    sum(CAST(p.result AS INTEGER)) FILTER (WHERE p.is_valid) AS sum_result,
    sum(CAST(p.result AS INTEGER) * CAST(p.result AS INTEGER)) FILTER (WHERE p.is_valid) AS square_result,
    count(*) FILTER (WHERE p.is_valid AND p.scale = 'mark5' AND p.result = 2) AS n2,
    count(*) FILTER (WHERE p.is_valid AND p.scale = 'mark5' AND p.result = 3) AS n3,
    count(*) FILTER (WHERE p.is_valid AND p.scale = 'mark5' AND p.result = 4) AS n4,
    count(*) FILTER (WHERE p.is_valid AND p.scale = 'mark5' AND p.result = 5) AS n5,
    count(*) FILTER (WHERE p.is_valid AND p.scale = 'test100' AND p.result >= u.high_min) AS n_high,
    count(*) FILTER (WHERE p.is_valid AND p.scale = 'test100' AND p.result = 100) AS n100
  FROM piece AS p
  CROSS JOIN (SELECT max(r.value) AS high_min FROM core.seed_gia_rule AS r WHERE r.rule = 'high_min') AS u
  GROUP BY p.exam_id, p.period, p.school_id, p.municipality_id
),
viewed AS (
  SELECT 'was' AS as_of, b.* FROM base AS b
  UNION ALL
  SELECT 'now', b.* REPLACE (coalesce(n.now_school_id, b.school_id) AS school_id, coalesce(d.municipality_id, b.municipality_id) AS municipality_id)
  FROM base AS b
  LEFT JOIN core.map_school_now AS n ON n.school_id = b.school_id
  LEFT JOIN core.dim_school AS d ON d.school_id = n.now_school_id
),
region AS (
  SELECT b.as_of, b.exam_id, b.period, split_part(b.municipality_id, '_', 1) AS region_code
  FROM viewed AS b
  WHERE b.municipality_id NOT LIKE '%\_unknown' ESCAPE '\'
  GROUP BY b.as_of, b.exam_id, b.period, 4
  HAVING count(DISTINCT b.municipality_id) >= 2
),
scoped AS (
  SELECT 'school' AS scope, b.school_id AS scope_id, b.municipality_id, b.school_id AS own_school, b.* EXCLUDE (municipality_id, school_id)
  FROM viewed AS b
  UNION ALL
  SELECT 'municipality', b.municipality_id, b.municipality_id, NULL, b.* EXCLUDE (municipality_id, school_id)
  FROM viewed AS b
  UNION ALL
  SELECT 'region', r.region_code, NULL, NULL, b.* EXCLUDE (municipality_id, school_id)
  FROM viewed AS b
  JOIN region AS r ON r.as_of = b.as_of AND r.exam_id = b.exam_id AND r.period = b.period AND r.region_code = split_part(b.municipality_id, '_', 1)
),
total AS (
  SELECT
    s.as_of, s.exam_id, s.period, s.scope, s.scope_id,
    max(s.municipality_id) AS municipality_id,
    max(s.own_school) AS school_id,
    sum(s.n_rows) AS n_rows,
    sum(s.n_participants) AS n_participants,
    sum(s.n_absent) AS n_absent,
    sum(s.n_void) AS n_void,
    sum(s.n_judged) AS n_judged,
    sum(s.n_below) AS n_below,
    sum(s.n_primary) AS n_primary,
    sum(s.sum_primary) AS sum_primary,
    sum(s.square_primary) AS square_primary,
    sum(s.sum_result) AS sum_result,
    sum(s.square_result) AS square_result,
    sum(s.n2) AS n2, sum(s.n3) AS n3, sum(s.n4) AS n4, sum(s.n5) AS n5,
    sum(s.n_high) AS n_high,
    sum(s.n100) AS n100
  FROM scoped AS s
  GROUP BY s.as_of, s.exam_id, s.period, s.scope, s.scope_id
)
SELECT
  t.as_of,
  t.exam_id,
  e.year,
  e.procedure,
  e.subject,
  e.math_level,
  t.period,
  t.scope,
  t.scope_id,
  t.municipality_id,
  t.school_id,
  e.scale,
  CAST(t.n_rows AS INTEGER) AS n_rows,
  CAST(t.n_participants AS INTEGER) AS n_participants,
  CAST(t.n_absent AS INTEGER) AS n_absent,
  CAST(t.n_void AS INTEGER) AS n_void,
  e.threshold,
  e.threshold_status,
  CAST(t.n_judged AS INTEGER) AS n_judged,
  CAST(t.n_below AS INTEGER) AS n_below_threshold,
  CAST(100.0 AS DOUBLE) * t.n_below / nullif(t.n_judged, 0) AS below_pct,
  wilson_lo(t.n_below, t.n_judged) AS below_lo,
  wilson_hi(t.n_below, t.n_judged) AS below_hi,
  CAST(t.n_primary AS INTEGER) AS n_primary,
  CAST(t.sum_primary AS DOUBLE) / nullif(t.n_primary, 0) AS mean_primary,
  CASE WHEN t.n_primary > 1 THEN
    sqrt(CAST(t.n_primary * t.square_primary - t.sum_primary * t.sum_primary AS DOUBLE) / (t.n_primary * (t.n_primary - 1)))
  END AS sd_primary,
  CAST(t.sum_result AS DOUBLE) / nullif(t.n_participants, 0) AS mean_result,
  CASE WHEN t.n_participants > 1 THEN
    sqrt(CAST(t.n_participants * t.square_result - t.sum_result * t.sum_result AS DOUBLE) / (t.n_participants * (t.n_participants - 1)))
  END AS sd_result,
  CASE WHEN e.scale = 'mark5' THEN CAST(t.n2 AS INTEGER) END AS n2,
  CASE WHEN e.scale = 'mark5' THEN CAST(t.n3 AS INTEGER) END AS n3,
  CASE WHEN e.scale = 'mark5' THEN CAST(t.n4 AS INTEGER) END AS n4,
  CASE WHEN e.scale = 'mark5' THEN CAST(t.n5 AS INTEGER) END AS n5,
  CASE WHEN e.scale = 'test100' THEN CAST(t.n_high AS INTEGER) END AS n70plus,
  CASE WHEN e.scale = 'test100' THEN CAST(t.n100 AS INTEGER) END AS n100
FROM total AS t
JOIN core.dim_gia_exam AS e ON e.exam_id = t.exam_id
