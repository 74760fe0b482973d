-- A school against the other schools of its contextual cluster, in works and indicators. Shares: Newcombe's interval against the pooled others; means: normal.
-- Benjamini–Hochberg over all schools of a year and measure.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'cluster_min_n') AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'cluster_min_peers') AS min_peers,
    max(s.value) FILTER (WHERE s.setting = 'cluster_fdr') AS fdr
  FROM core.seed_analysis_setting AS s
),
cluster_year AS (
  SELECT DISTINCT c.academic_year FROM core.int_school_cluster AS c WHERE c.cluster IS NOT NULL
),
-- The clusters of the year of the work, else the latest earlier ones; figures of years before any clusters are not made.
dated AS (
  SELECT y.academic_year, CAST(left(y.academic_year, 4) AS INTEGER) + 1 AS year, max(c.academic_year) AS cluster_year
  FROM (
    SELECT w.academic_year FROM core.dim_work AS w
    UNION
    SELECT CAST(i.year - 1 AS VARCHAR) || '/' || lpad(CAST(i.year % 100 AS VARCHAR), 2, '0') FROM (SELECT DISTINCT f.year FROM marts.mart_indicator AS f) AS i
  ) AS y
  JOIN cluster_year AS c ON c.academic_year <= y.academic_year
  GROUP BY y.academic_year
),
figure AS (
  SELECT
    'work' AS source, r.work_id, w.procedure, r.subject, r.level, r.grade, r.year, d.cluster_year, r.scope_id AS school_id,
    unnest([
      {'measure': 'pass_pct', 'n': r.n_marked, 'k': r.n3 + r.n4 + r.n5, 'value': r.pass_pct, 'variance': CAST(NULL AS DOUBLE)},
      {'measure': 'quality_pct', 'n': r.n_marked, 'k': r.n4 + r.n5, 'value': r.quality_pct, 'variance': NULL},
      {'measure': 'mean_pct', 'n': r.n_writers, 'k': NULL, 'value': r.mean_pct,
        'variance': (100e0 * r.sd_score / nullif(r.max_score, 0)) * (100e0 * r.sd_score / nullif(r.max_score, 0)) / r.n_writers}
    ]) AS m
  FROM marts.mart_work_results AS r
  JOIN core.dim_work AS w ON w.work_id = r.work_id
  JOIN dated AS d ON d.academic_year = w.academic_year
  WHERE r.scope = 'school' AND r.source = 'computed' AND r.n_writers > 0
  UNION ALL
  SELECT
    'indicator', '', k.family, '', i.education_level, 0, i.year, d.cluster_year, i.scope_id,
    {'measure': i.indicator, 'n': i.n, 'k': NULL, 'value': i.value, 'variance': ((i.hi - i.lo) / (2 * 1.959963984540054e0)) * ((i.hi - i.lo) / (2 * 1.959963984540054e0))}
  FROM marts.mart_indicator AS i
  JOIN core.dim_indicator AS k ON k.indicator = i.indicator
  JOIN dated AS d ON d.year = i.year
  WHERE i.scope = 'school' AND i.item IS NULL AND i.value IS NOT NULL AND i.lo IS NOT NULL AND i.n > 0
),
own AS (
  SELECT
    f.source, f.work_id, f.procedure, f.subject, f.level, f.grade, f.year, f.school_id, k.municipality_id, f.cluster_year, k.cluster, p.cluster_name, p.rule_version,
    f.m.measure AS measure, f.m.n AS n, f.m.k AS k, f.m.value AS value, coalesce(f.m.variance, 0) AS variance
  FROM figure AS f
  JOIN core.int_school_cluster AS k ON k.academic_year = f.cluster_year AND k.school_id = f.school_id AND k.cluster IS NOT NULL
  JOIN marts.mart_cluster_profile AS p ON p.academic_year = k.academic_year AND p.cluster = k.cluster
  WHERE f.m.value IS NOT NULL AND f.m.n > 0
),
whole AS (
  SELECT
    o.source, o.work_id, o.procedure, o.level, o.year, o.measure, o.cluster,
    count(*) AS n_schools,
    sum(o.n) AS n,
    sum(o.k) AS k,
    sum(o.n * o.value ORDER BY o.school_id) AS total,
    sum(o.n * o.n * o.variance ORDER BY o.school_id) AS variance,
    quantile_cont(o.value, 0.25) AS q1,
    quantile_cont(o.value, 0.5) AS median,
    quantile_cont(o.value, 0.75) AS q3
  FROM own AS o
  GROUP BY o.source, o.work_id, o.procedure, o.level, o.year, o.measure, o.cluster
),
rest AS (
  SELECT
    o.*,
    w.n_schools - 1 AS n_peers,
    w.n - o.n AS n_rest,
    w.k - o.k AS k_rest,
    (w.total - o.n * o.value) / (w.n - o.n) AS peer_value,
    greatest(0, w.variance - o.n * o.n * o.variance) / (w.n - o.n) / (w.n - o.n) AS peer_variance,
    w.q1, w.median, w.q3,
    o.n >= s.min_n AND w.n_schools - 1 >= s.min_peers AS is_tested,
    s.min_n, s.min_peers, s.fdr
  FROM own AS o
  JOIN whole AS w ON w.source = o.source AND w.work_id = o.work_id AND w.procedure = o.procedure AND w.level = o.level AND w.year = o.year AND w.measure = o.measure AND w.cluster = o.cluster
  CROSS JOIN setting AS s
  WHERE w.n > o.n
),
interval_of AS (
  SELECT
    r.*,
    r.value - r.peer_value AS difference,
    CASE WHEN r.k IS NOT NULL
      THEN -sqrt((r.value - wilson_lo(r.k, r.n)) * (r.value - wilson_lo(r.k, r.n)) + (wilson_hi(r.k_rest, r.n_rest) - r.peer_value) * (wilson_hi(r.k_rest, r.n_rest) - r.peer_value))
      ELSE -1.959963984540054e0 * sqrt(r.variance + r.peer_variance) END AS down,
    CASE WHEN r.k IS NOT NULL
      THEN sqrt((wilson_hi(r.k, r.n) - r.value) * (wilson_hi(r.k, r.n) - r.value) + (r.peer_value - wilson_lo(r.k_rest, r.n_rest)) * (r.peer_value - wilson_lo(r.k_rest, r.n_rest)))
      ELSE 1.959963984540054e0 * sqrt(r.variance + r.peer_variance) END AS up,
    -- Two successes and two failures are added, so that a share of 0 or 1 has a variance (Agresti & Coull 1998).
    CASE WHEN r.k IS NOT NULL
      THEN 1e4 * ((r.k + 2e0) / (r.n + 4e0) * (1 - (r.k + 2e0) / (r.n + 4e0)) / r.n + (r.k_rest + 2e0) / (r.n_rest + 4e0) * (1 - (r.k_rest + 2e0) / (r.n_rest + 4e0)) / r.n_rest)
      ELSE r.variance + r.peer_variance END AS test_variance
  FROM rest AS r
),
tested AS (
  SELECT i.*, normal_tail(CASE WHEN i.is_tested AND i.test_variance > 0 THEN i.difference / sqrt(i.test_variance) END) AS p
  FROM interval_of AS i
),
-- The windows see only what they need: all other columns would be sorted with it, twice.
family AS (
  SELECT t.source, t.year, t.measure, count(t.p) AS n_tests, row_number() OVER (ORDER BY t.source, t.year, t.measure) AS family_no
  FROM tested AS t
  GROUP BY t.source, t.year, t.measure
),
ranked AS (
  SELECT
    t.source, t.year, t.measure, t.school_id, t.work_id, t.procedure, t.level, t.p, f.family_no, f.n_tests,
    row_number() OVER (PARTITION BY f.family_no ORDER BY t.p, t.school_id, t.work_id, t.procedure, t.level) AS place
  FROM tested AS t
  JOIN family AS f ON f.source = t.source AND f.year = t.year AND f.measure = t.measure
  WHERE t.p IS NOT NULL
),
adjusted AS (
  SELECT
    r.source, r.year, r.measure, r.school_id, r.work_id, r.procedure, r.level,
    min(least(1e0, r.p * r.n_tests / r.place)) OVER (PARTITION BY r.family_no ORDER BY r.place DESC ROWS UNBOUNDED PRECEDING) AS q
  FROM ranked AS r
)
SELECT
  a.source,
  a.work_id,
  a.procedure,
  a.subject,
  a.level,
  CAST(a.grade AS INTEGER) AS grade,
  CAST(a.year AS INTEGER) AS year,
  a.school_id,
  a.municipality_id,
  a.cluster_year,
  a.cluster,
  a.cluster_name,
  a.measure,
  CAST(a.n AS INTEGER) AS n,
  a.value,
  CAST(a.n_peers AS INTEGER) AS n_peers,
  CAST(a.n_rest AS INTEGER) AS n_peer_pupils,
  a.peer_value,
  a.q1 AS cluster_q1,
  a.median AS cluster_median,
  a.q3 AS cluster_q3,
  a.difference,
  a.difference + a.down AS lo,
  a.difference + a.up AS hi,
  a.p,
  x.q,
  CAST(f.n_tests AS INTEGER) AS n_tests,
  CASE
    WHEN a.n < a.min_n THEN 'мало учеников'
    WHEN a.n_peers < a.min_peers THEN 'мало соседей'
    WHEN a.p IS NULL OR x.q > a.fdr THEN 'не отличается'
    WHEN a.difference > 0 THEN 'выше кластера'
    ELSE 'ниже кластера'
  END AS verdict,
  a.rule_version
FROM tested AS a
JOIN family AS f ON f.source = a.source AND f.year = a.year AND f.measure = a.measure
LEFT JOIN adjusted AS x
  ON x.source = a.source AND x.year = a.year AND x.measure = a.measure AND x.school_id = a.school_id AND x.work_id = a.work_id AND x.procedure = a.procedure AND x.level = a.level
