-- The three algorithms of the ФИОКО methodology of 19.04.2019 for every school and work, in every version of its settings.
WITH setting AS (
  SELECT
    s.rule_version,
    CAST(max(s.value) FILTER (WHERE s.setting = 't') AS DOUBLE) AS t,
    CAST(max(s.value) FILTER (WHERE s.setting = 'mean_min_n') AS INTEGER) AS mean_min_n,
    max(s.value) FILTER (WHERE s.setting = 'zero_spread') = '1' AS counts_zero_spread,
    max(s.value) FILTER (WHERE s.setting = 'municipality_reference') = '1' AS takes_municipality,
    max(s.value) FILTER (WHERE s.setting = 'oge_period') AS oge_period,
    max(s.value) FILTER (WHERE s.setting = 'spearman_ties') = '1' AS ranks_ties,
    CAST(max(s.value) FILTER (WHERE s.setting = 'spearman_min_n') AS INTEGER) AS spearman_min_n,
    CAST(max(s.value) FILTER (WHERE s.setting = 'spearman_below') AS DOUBLE) AS spearman_below,
    CAST(max(s.value) FILTER (WHERE s.setting = 'fence') AS DOUBLE) AS fence,
    max(s.value) FILTER (WHERE s.setting = 'quartile_type') AS quartile_type,
    CAST(max(s.value) FILTER (WHERE s.setting = 'cohort_min_n') AS INTEGER) AS cohort_min_n,
    CAST(max(s.value) FILTER (WHERE s.setting = 'fence_min_schools') AS INTEGER) AS fence_min_schools
  FROM core.seed_marker_setting AS s
  WHERE s.rule_set = '2019'
  GROUP BY s.rule_version
),
school_work AS (
  SELECT r.work_id, r.work_id AS exam_id, NULL AS period, r.scope_id AS school_id, r.municipality_id, r.n_writers AS n, r.mean_score, r.sd_score, r.mean_pct
  FROM core.int_work_result AS r
  JOIN core.dim_work AS w ON w.work_id = r.work_id
  WHERE r.as_of <> 'now' AND r.source = 'computed' AND r.scope = 'school' AND w.procedure = 'ВПР' AND r.n_writers > 0
  UNION ALL
  SELECT 'ОГЭ-' || g.period || '-' || g.exam_id, g.exam_id, g.period, g.scope_id, g.municipality_id, g.n_primary, g.mean_primary, g.sd_primary, NULL
  FROM core.int_gia_exam_result AS g
  WHERE g.as_of = 'was' AND g.procedure = 'ОГЭ' AND g.period IN ('all_main', 'main') AND g.scope = 'school' AND g.n_primary > 0 AND g.subject IN ('РУ', 'МА')
),
-- (a) The school's interval lies wholly above that of the region.
mean_rule AS (
  SELECT
    v.rule_version, 'mean' AS marker, o.exam_id AS work_id, CAST(NULL AS VARCHAR) AS work_from, o.municipality_id, o.school_id,
    o.n, CAST(NULL AS INTEGER) AS n_from, f.n AS n_reference, f.reference_scope, f.reference_id,
    o.mean_score AS estimate,
    o.mean_score - v.t * o.sd_score / sqrt(o.n) AS value,
    f.mean_score + v.t * f.sd_score / sqrt(f.n) AS threshold,
    CASE
      WHEN f.reference_scope = 'municipality' AND NOT v.takes_municipality THEN 'нет данных региона: среднее и разброс региона не загружены'
      WHEN f.n <= o.n AND f.reference_scope <> 'imported' THEN 'сравнить не с чем: других школ с этой работой не загружено'
      WHEN f.sd_score IS NULL THEN 'нет разброса баллов региона'
      WHEN o.n < greatest(v.mean_min_n, 2) THEN 'участников ' || o.n || ', нужно не менее ' || greatest(v.mean_min_n, 2)
      WHEN o.sd_score = 0 AND NOT v.counts_zero_spread THEN 'все баллы школы равны: интервал нулевой ширины'
    END AS reason
  FROM school_work AS o
  JOIN core.int_marker_reference AS f ON f.work_id = o.work_id AND f.municipality_id = o.municipality_id
  JOIN setting AS v ON o.period IS NULL OR o.period = v.oge_period
),
-- (b) Spearman's coefficient over the pupils of a school, from counts of pairs: doubled mid-ranks are whole numbers, so the sums are exact.
-- A school's pupils of a work go by one number.
school_group AS (
  SELECT g.group_no, g.work_id, g.school_id, min(g.group_no) OVER (PARTITION BY g.work_id, g.school_id) AS unit_no
  FROM core.int_result_group AS g
  JOIN core.dim_work AS w ON w.work_id = g.work_id
  WHERE w.procedure = 'ВПР'
),
pair AS (
  SELECT g.unit_no, CAST(f.primary_score AS INTEGER) AS score, CAST(f.journal_mark AS INTEGER) AS journal, CAST(count(*) AS INTEGER) AS n
  FROM core.int_participant_result AS f
  JOIN school_group AS g ON g.group_no = f.group_no
  WHERE f.is_writer AND f.journal_mark IS NOT NULL
  GROUP BY g.unit_no, f.primary_score, f.journal_mark
),
score_rank AS (
  SELECT p.unit_no, p.score, CAST(2 * sum(sum(p.n)) OVER (PARTITION BY p.unit_no ORDER BY p.score) - sum(p.n) + 1 AS BIGINT) AS r2
  FROM pair AS p
  GROUP BY p.unit_no, p.score
),
journal_rank AS (
  SELECT p.unit_no, p.journal, CAST(2 * sum(sum(p.n)) OVER (PARTITION BY p.unit_no ORDER BY p.journal) - sum(p.n) + 1 AS BIGINT) AS r2
  FROM pair AS p
  GROUP BY p.unit_no, p.journal
),
rank_sum AS (
  SELECT
    p.unit_no, sum(p.n) AS n,
    sum(p.n * a.r2) AS sum_a, sum(p.n * b.r2) AS sum_b,
    sum(p.n * a.r2 * a.r2) AS sum_aa, sum(p.n * b.r2 * b.r2) AS sum_bb, sum(p.n * a.r2 * b.r2) AS sum_ab,
    sum(p.n * (a.r2 - b.r2) * (a.r2 - b.r2)) AS sum_dd4
  FROM pair AS p
  JOIN score_rank AS a ON a.unit_no = p.unit_no AND a.score = p.score
  JOIN journal_rank AS b ON b.unit_no = p.unit_no AND b.journal = p.journal
  GROUP BY p.unit_no
),
spearman AS (
  SELECT
    g.work_id, g.school_id, CAST(s.n AS INTEGER) AS n,
    s.n * s.sum_aa = s.sum_a * s.sum_a OR s.n * s.sum_bb = s.sum_b * s.sum_b AS is_flat,
    CAST(s.n * s.sum_ab - s.sum_a * s.sum_b AS DOUBLE)
      / nullif(sqrt(CAST(s.n * s.sum_aa - s.sum_a * s.sum_a AS DOUBLE)) * sqrt(CAST(s.n * s.sum_bb - s.sum_b * s.sum_b AS DOUBLE)), 0) AS by_ranks,
    1 - 6 * (CAST(s.sum_dd4 AS DOUBLE) / 4) / nullif(CAST(s.n AS DOUBLE) * (s.n * s.n - 1), 0) AS by_formula
  FROM rank_sum AS s
  JOIN school_group AS g ON g.group_no = s.unit_no
),
journal_rule AS (
  SELECT
    v.rule_version, 'journal' AS marker, o.work_id, CAST(NULL AS VARCHAR) AS work_from, o.municipality_id, o.school_id,
    coalesce(s.n, 0) AS n, CAST(NULL AS INTEGER) AS n_from, CAST(NULL AS INTEGER) AS n_reference,
    CAST(NULL AS VARCHAR) AS reference_scope, CAST(NULL AS VARCHAR) AS reference_id,
    CASE WHEN v.ranks_ties THEN s.by_ranks ELSE s.by_formula END AS estimate,
    CASE WHEN v.ranks_ties THEN s.by_ranks ELSE s.by_formula END AS value,
    v.spearman_below AS threshold,
    CASE
      WHEN s.n IS NULL THEN 'нет отметок по журналу'
      WHEN s.n < greatest(v.spearman_min_n, 2) THEN 'учеников с обеими оценками ' || s.n || ', нужно не менее ' || greatest(v.spearman_min_n, 2)
      WHEN s.is_flat AND v.ranks_ties THEN 'все баллы или все отметки равны: коэффициент не определён'
    END AS reason
  FROM school_work AS o
  CROSS JOIN setting AS v
  LEFT JOIN spearman AS s ON s.work_id = o.work_id AND s.school_id = o.school_id
  WHERE o.period IS NULL
),
-- (c) The same parallel a year later: K = S of grade N / S of grade N + 1, S = mean per cent of the maximum.
spring AS (
  SELECT w.work_id, w.year, w.grade, w.subject, w.level
  FROM core.dim_work AS w
  WHERE w.procedure = 'ВПР' AND w.wave = 'spring' AND EXISTS (SELECT 1 FROM school_work AS o WHERE o.work_id = w.work_id)
),
step AS (
  SELECT b.work_id, a.work_id AS work_from
  FROM spring AS b
  LEFT JOIN spring AS a ON a.subject = b.subject AND a.level = b.level AND a.grade = b.grade - 1 AND a.year = b.year - 1
  -- Where no earlier work was written nothing is said, except of the works of the official list.
  WHERE a.work_id IS NOT NULL OR EXISTS (SELECT 1 FROM core.seed_marker_work AS l WHERE l.rule_set = '2019' AND l.marker = 'rise' AND l.grade = b.grade AND l.subject = b.subject)
),
cohort AS (
  SELECT
    v.rule_version, s.work_id, s.work_from, b.municipality_id, b.school_id, b.n, a.n AS n_from,
    CASE
      WHEN s.work_from IS NULL THEN 'работа параллели годом раньше не загружена'
      WHEN a.school_id IS NULL THEN 'у школы нет результатов параллели годом раньше'
      WHEN b.n < v.cohort_min_n OR a.n < v.cohort_min_n THEN 'участников ' || least(a.n, b.n) || ' в одном из двух лет, нужно не менее ' || v.cohort_min_n
      WHEN a.mean_pct IS NULL OR b.mean_pct IS NULL THEN 'не известен максимальный балл'
      WHEN b.mean_pct = 0 OR a.mean_pct = 0 THEN 'средний балл равен нулю'
    END AS reason,
    a.mean_pct / nullif(b.mean_pct, 0) AS k,
    v.fence, v.quartile_type, v.fence_min_schools
  FROM step AS s
  CROSS JOIN setting AS v
  JOIN school_work AS b ON b.work_id = s.work_id
  LEFT JOIN school_work AS a ON a.work_id = s.work_from AND a.school_id = b.school_id
),
fence AS (
  SELECT
    c.rule_version, c.work_id, split_part(c.municipality_id, '_', 1) AS region_code, count(*) AS n_schools, count(DISTINCT c.municipality_id) AS n_municipalities,
    CASE WHEN any_value(c.quartile_type) = '1' THEN quantile_disc(c.k, 0.25) ELSE quantile_cont(c.k, 0.25) END AS q1,
    CASE WHEN any_value(c.quartile_type) = '1' THEN quantile_disc(c.k, 0.75) ELSE quantile_cont(c.k, 0.75) END AS q3
  FROM cohort AS c
  WHERE c.reason IS NULL
  GROUP BY c.rule_version, c.work_id, split_part(c.municipality_id, '_', 1)
),
cohort_rule AS (
  SELECT
    c.rule_version, m.marker, c.work_id, c.work_from, c.municipality_id, c.school_id, c.n, c.n_from,
    CAST(f.n_schools AS INTEGER) AS n_reference,
    CASE WHEN f.n_municipalities > 1 THEN 'region' WHEN f.n_municipalities = 1 THEN 'municipality' END AS reference_scope,
    CASE WHEN f.n_municipalities > 1 THEN f.region_code WHEN f.n_municipalities = 1 THEN c.municipality_id END AS reference_id,
    c.k AS estimate,
    c.k AS value,
    CASE WHEN m.marker = 'drop' THEN f.q3 + c.fence * (f.q3 - f.q1) ELSE f.q1 - c.fence * (f.q3 - f.q1) END AS threshold,
    coalesce(c.reason, CASE WHEN f.n_schools < c.fence_min_schools THEN 'школ с отношением K: ' || f.n_schools || ', нужно не менее ' || c.fence_min_schools END) AS reason
  FROM cohort AS c
  CROSS JOIN (VALUES ('rise'), ('drop')) AS m(marker)
  LEFT JOIN fence AS f ON f.rule_version = c.rule_version AND f.work_id = c.work_id AND f.region_code = split_part(c.municipality_id, '_', 1)
),
every_rule AS (
  SELECT * FROM mean_rule
  UNION ALL
  SELECT * FROM journal_rule
  UNION ALL
  SELECT * FROM cohort_rule
)
SELECT
  e.rule_version, e.marker, e.work_id, e.work_from, e.municipality_id, e.school_id,
  CAST(e.n AS INTEGER) AS n,
  CAST(e.n_from AS INTEGER) AS n_from,
  CAST(e.n_reference AS INTEGER) AS n_reference,
  e.reference_scope, e.reference_id, e.estimate,
  CASE WHEN e.reason IS NULL THEN e.value END AS value,
  e.threshold,
  CASE WHEN e.reason IS NULL THEN CASE WHEN e.marker IN ('mean', 'drop') THEN e.value > e.threshold ELSE e.value < e.threshold END END AS is_marked,
  e.reason,
  CAST(NULL AS VARCHAR) AS note
FROM every_rule AS e
