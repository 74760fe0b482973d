-- Recommendations of 2026 that name a figure (gaps of two marks and more, peaks at the boundaries of marks), and the flat cut-offs in common use.
WITH setting AS (
  SELECT
    s.rule_set, s.rule_version,
    CAST(max(s.value) FILTER (WHERE s.setting = 'gap2_pupils') AS INTEGER) AS gap2_pupils,
    CAST(max(s.value) FILTER (WHERE s.setting = 'peak_min_n') AS INTEGER) AS peak_min_n,
    CAST(max(s.value) FILTER (WHERE s.setting = 'peak_full_n') AS INTEGER) AS peak_full_n,
    CAST(max(s.value) FILTER (WHERE s.setting = 'peak_min_reference') AS INTEGER) AS peak_min_reference,
    max(s.value) FILTER (WHERE s.setting = 'municipality_reference') = '1' AS takes_municipality,
    CAST(max(s.value) FILTER (WHERE s.setting = 'flat_high') AS DOUBLE) AS flat_high,
    CAST(max(s.value) FILTER (WHERE s.setting = 'flat_medium') AS DOUBLE) AS flat_medium,
    CAST(max(s.value) FILTER (WHERE s.setting = 'quality_from') AS DOUBLE) AS quality_from,
    CAST(max(s.value) FILTER (WHERE s.setting = 'score_below') AS DOUBLE) AS score_below,
    CAST(max(s.value) FILTER (WHERE s.setting = 'min_n') AS INTEGER) AS min_n
  FROM core.seed_marker_setting AS s
  WHERE s.rule_set IN ('2026', 'обиход')
  GROUP BY s.rule_set, s.rule_version
),
school_work AS (
  SELECT r.work_id, r.scope_id AS school_id, r.municipality_id, r.n_writers, r.n_marked, r.quality_pct, r.mean_pct, w.min_3, w.min_4, w.min_5
  FROM core.int_work_result AS r
  JOIN core.dim_work AS w ON w.work_id = r.work_id
  WHERE r.as_of <> 'now' AND r.source = 'computed' AND r.scope = 'school' AND w.procedure = 'ВПР' AND r.n_writers > 0
),
journal AS (
  SELECT j.work_id, j.scope_id AS school_id, j.n_both, j.n_gap2, j.lowered_pct, j.raised_pct
  FROM core.int_journal_result AS j
  WHERE j.as_of <> 'now' AND j.source = 'computed' AND j.scope = 'school'
),
gap AS (
  SELECT
    v.rule_version, 'gap2' AS marker, o.work_id, o.municipality_id, o.school_id, coalesce(j.n_both, 0) AS n,
    100e0 * j.n_gap2 / nullif(j.n_both, 0) AS estimate, CAST(j.n_gap2 AS DOUBLE) AS value, CAST(v.gap2_pupils AS DOUBLE) AS threshold,
    CASE WHEN coalesce(j.n_both, 0) = 0 THEN 'нет отметок по журналу' END AS reason
  FROM school_work AS o
  JOIN setting AS v ON v.rule_set = '2026'
  LEFT JOIN journal AS j ON j.work_id = o.work_id AND j.school_id = o.school_id
),
-- Counts by score go by the numbers of the objects.
object AS (
  SELECT s.scope_no, s.work_id, s.scope, s.scope_id
  FROM core.int_scope AS s
  WHERE s.as_of <> 'now' AND s.scope IN ('region', 'municipality', 'school')
),
-- Only the scores at a boundary and right below are asked for.
near AS (
  SELECT DISTINCT w.work_id, unnest([w.min_3 - 1, w.min_3, w.min_4 - 1, w.min_4, w.min_5 - 1, w.min_5]) AS score FROM core.dim_work AS w
),
score AS (
  SELECT c.scope_no, c.score, c.n
  FROM core.int_score_cell AS c
  JOIN (SELECT o.scope_no, n.score FROM object AS o JOIN near AS n ON n.work_id = o.work_id) AS k ON k.scope_no = c.scope_no AND k.score = c.score
),
boundary AS (
  SELECT
    o.work_id, o.school_id, o.municipality_id, o.n_writers, b.mark, b.score, s.scope_no AS school_no,
    -- The region where two municipalities or more are loaded, else the municipality.
    coalesce(r.scope_no, m.scope_no) AS reference_no,
    CASE WHEN r.scope_no IS NULL THEN 'municipality' ELSE 'region' END AS reference_scope,
    coalesce(r.scope_id, o.municipality_id) AS reference_id
  FROM school_work AS o
  LEFT JOIN object AS s ON s.scope = 'school' AND s.work_id = o.work_id AND s.scope_id = o.school_id
  LEFT JOIN object AS m ON m.scope = 'municipality' AND m.work_id = o.work_id AND m.scope_id = o.municipality_id
  LEFT JOIN object AS r ON r.scope = 'region' AND r.work_id = o.work_id AND r.scope_id = split_part(o.municipality_id, '_', 1)
  CROSS JOIN LATERAL (VALUES (3, o.min_3), (4, o.min_4), (5, o.min_5)) AS b(mark, score)
),
peak AS (
  SELECT
    b.work_id, b.school_id, b.municipality_id, b.n_writers, b.mark, b.score,
    coalesce(a.n, 0) AS n_at, coalesce(u.n, 0) + coalesce(a.n, 0) AS n_near,
    coalesce(ra.n, 0) - coalesce(a.n, 0) AS others_at,
    coalesce(ru.n, 0) + coalesce(ra.n, 0) - coalesce(u.n, 0) - coalesce(a.n, 0) AS others_near,
    b.reference_scope, b.reference_id
  FROM boundary AS b
  LEFT JOIN score AS a ON a.scope_no = b.school_no AND a.score = b.score
  LEFT JOIN score AS u ON u.scope_no = b.school_no AND u.score = b.score - 1
  LEFT JOIN score AS ra ON ra.scope_no = b.reference_no AND ra.score = b.score
  LEFT JOIN score AS ru ON ru.scope_no = b.reference_no AND ru.score = b.score - 1
),
peak_rule AS (
  SELECT
    v.rule_version, 'peak' || p.mark AS marker, p.work_id, p.municipality_id, p.school_id, p.n_writers AS n, p.n_near, p.others_near,
    p.reference_scope, p.reference_id, v.peak_full_n,
    100e0 * p.n_at / nullif(p.n_near, 0) AS estimate,
    wilson_lo(p.n_at, p.n_near) AS value,
    100e0 * p.others_at / nullif(p.others_near, 0) AS threshold,
    CASE
      WHEN p.score IS NULL THEN 'нет шкалы перевода баллов в отметки'
      WHEN p.reference_scope = 'municipality' AND NOT v.takes_municipality THEN 'нет данных региона'
      WHEN p.n_writers < v.peak_min_n THEN 'участников ' || p.n_writers || ', нужно не менее ' || v.peak_min_n
      WHEN p.others_near < v.peak_min_reference THEN 'у границы у остальных школ учеников ' || p.others_near || ', нужно не менее ' || v.peak_min_reference
      WHEN p.n_near = 0 THEN 'у границы нет ни одного ученика'
    END AS reason
  FROM peak AS p
  JOIN setting AS v ON v.rule_set = '2026'
),
flat AS (
  SELECT
    v.rule_version, m.marker, o.work_id, o.municipality_id, o.school_id,
    CASE WHEN m.marker = 'quality' THEN o.n_marked ELSE coalesce(j.n_both, 0) END AS n,
    CASE m.marker WHEN 'lowered' THEN j.lowered_pct WHEN 'raised' THEN j.raised_pct ELSE o.quality_pct END AS estimate,
    CASE m.marker WHEN 'lowered' THEN j.lowered_pct WHEN 'raised' THEN j.raised_pct ELSE o.mean_pct END AS value,
    CASE WHEN m.marker = 'quality' THEN v.score_below ELSE v.flat_high END AS threshold,
    v.flat_medium, v.quality_from,
    CASE
      WHEN m.marker <> 'quality' AND coalesce(j.n_both, 0) = 0 THEN 'нет отметок по журналу'
      WHEN m.marker = 'quality' AND o.n_marked = 0 THEN 'нет отметок ВПР'
      WHEN m.marker = 'quality' AND o.mean_pct IS NULL THEN 'не известен максимальный балл'
      WHEN CASE WHEN m.marker = 'quality' THEN o.n_marked ELSE j.n_both END < v.min_n
        THEN 'учеников ' || CASE WHEN m.marker = 'quality' THEN o.n_marked ELSE j.n_both END || ', нужно не менее ' || v.min_n
    END AS reason
  FROM school_work AS o
  JOIN setting AS v ON v.rule_set = 'обиход'
  CROSS JOIN (VALUES ('lowered'), ('raised'), ('quality')) AS m(marker)
  LEFT JOIN journal AS j ON j.work_id = o.work_id AND j.school_id = o.school_id
)
SELECT
  g.rule_version, g.marker, g.work_id, g.municipality_id, g.school_id,
  CAST(g.n AS INTEGER) AS n,
  CAST(NULL AS INTEGER) AS n_reference,
  CAST(NULL AS VARCHAR) AS reference_scope,
  CAST(NULL AS VARCHAR) AS reference_id,
  g.estimate, g.value, g.threshold,
  CASE WHEN g.reason IS NULL THEN g.value >= g.threshold END AS is_marked,
  g.reason,
  CAST(NULL AS VARCHAR) AS note
FROM gap AS g
UNION ALL
SELECT
  p.rule_version, p.marker, p.work_id, p.municipality_id, p.school_id, CAST(p.n AS INTEGER), CAST(p.others_near AS INTEGER), p.reference_scope, p.reference_id,
  p.estimate,
  CASE WHEN p.reason IS NULL THEN p.value END,
  p.threshold,
  CASE WHEN p.reason IS NULL THEN p.value > p.threshold END,
  p.reason,
  CASE WHEN p.reason IS NULL AND p.n < p.peak_full_n THEN 'распределение по ' || p.n || ' участникам: приблизительно' END
FROM peak_rule AS p
UNION ALL
SELECT
  f.rule_version, f.marker, f.work_id, f.municipality_id, f.school_id, CAST(f.n AS INTEGER), NULL, NULL, NULL, f.estimate,
  CASE WHEN f.reason IS NULL THEN f.value END,
  f.threshold,
  CASE WHEN f.reason IS NULL THEN CASE WHEN f.marker = 'quality' THEN f.estimate >= f.quality_from AND f.value < f.threshold ELSE f.value >= f.threshold END END,
  f.reason,
  CASE WHEN f.reason IS NULL AND f.marker <> 'quality' AND f.value >= f.flat_medium AND f.value < f.threshold THEN 'средний уровень' END
FROM flat AS f
