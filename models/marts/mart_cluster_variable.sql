-- What every cluster is like, feature by feature, beside all schools of the year that have a cluster.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'cluster_word_difference') AS word_difference,
    max(s.value) FILTER (WHERE s.setting = 'cluster_word_share') AS word_share
  FROM core.seed_analysis_setting AS s
),
member AS (
  SELECT c.academic_year, c.cluster, i.variable, i.category, i.value, i.scaled
  FROM core.int_school_cluster AS c
  JOIN core.int_cluster_input AS i ON i.academic_year = c.academic_year AND i.school_id = c.school_id
  WHERE c.cluster IS NOT NULL
),
everybody AS (
  SELECT
    m.academic_year, m.variable,
    quantile_cont(m.value, 0.5) AS all_median,
    quantile_cont(m.scaled, 0.5) AS all_scaled,
    quantile_cont(m.scaled, 0.9) - quantile_cont(m.scaled, 0.1) AS spread
  FROM member AS m
  GROUP BY m.academic_year, m.variable
),
counted AS (
  SELECT m.academic_year, m.cluster, m.variable, m.category, count(*) AS n
  FROM member AS m
  WHERE m.category IS NOT NULL
  GROUP BY m.academic_year, m.cluster, m.variable, m.category
),
shared AS (
  SELECT
    c.academic_year, c.cluster, c.variable, c.category,
    1e2 * c.n / sum(c.n) OVER (PARTITION BY c.academic_year, c.cluster, c.variable) AS category_pct,
    1e2 * sum(c.n) OVER (PARTITION BY c.academic_year, c.variable, c.category) / sum(c.n) OVER (PARTITION BY c.academic_year, c.variable) AS all_category_pct
  FROM counted AS c
  QUALIFY row_number() OVER (PARTITION BY c.academic_year, c.cluster, c.variable ORDER BY c.n DESC, c.category) = 1
),
figure AS (
  SELECT
    m.academic_year, m.cluster, m.variable,
    count(coalesce(m.category, CAST(m.value AS VARCHAR))) AS n_known,
    quantile_cont(m.value, 0.5) AS median,
    quantile_cont(m.value, 0.25) AS q1,
    quantile_cont(m.value, 0.75) AS q3,
    quantile_cont(m.scaled, 0.5) AS scaled
  FROM member AS m
  GROUP BY m.academic_year, m.cluster, m.variable
)
SELECT
  f.academic_year,
  f.cluster,
  f.variable,
  v.variable_order,
  v.caption,
  v.unit,
  v.kind,
  CAST(f.n_known AS INTEGER) AS n_known,
  k.word AS category,
  s.category_pct,
  s.all_category_pct,
  f.median,
  f.q1,
  f.q3,
  e.all_median,
  CASE WHEN e.spread > 0 THEN (f.scaled - e.all_scaled) / e.spread END AS difference,
  CASE
    WHEN v.kind = 'nominal' AND s.category_pct >= t.word_share THEN k.word
    WHEN v.kind = 'numeric' AND e.spread > 0 AND (f.scaled - e.all_scaled) / e.spread >= t.word_difference THEN v.word_high
    WHEN v.kind = 'numeric' AND e.spread > 0 AND (e.all_scaled - f.scaled) / e.spread >= t.word_difference THEN v.word_low
  END AS word
FROM figure AS f
JOIN core.seed_cluster_variable AS v ON v.variable = f.variable
JOIN everybody AS e ON e.academic_year = f.academic_year AND e.variable = f.variable
LEFT JOIN shared AS s ON s.academic_year = f.academic_year AND s.cluster = f.cluster AND s.variable = f.variable
LEFT JOIN core.seed_cluster_category AS k ON k.variable = s.variable AND k.category = s.category
CROSS JOIN setting AS t
WHERE f.n_known > 0
