-- Resilient schools: results above what other schools reach in the same works, in a hard social context, year after year. The context index and the
-- bounds are settings. Bias of marks looks like resilience: objectivity is to be checked first.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'hard_share') AS hard_share,
    max(s.value) FILTER (WHERE s.setting = 'min_components') AS min_components,
    max(s.value) FILTER (WHERE s.setting = 'context_max_age') AS context_max_age,
    max(s.value) FILTER (WHERE s.setting = 'high_margin') AS high_margin,
    max(s.value) FILTER (WHERE s.setting = 'min_reference') AS min_reference,
    max(s.value) FILTER (WHERE s.setting = 'years_window') AS years_window,
    max(s.value) FILTER (WHERE s.setting = 'years_needed') AS years_needed,
    max(s.rule_version) AS rule_version
  FROM core.seed_resilience_setting AS s
),
component AS (
  SELECT
    c.scope_id AS school_id, CAST(left(c.academic_year, 4) AS INTEGER) + 1 AS year, c.component, h.component_name, h.weight, h.direction, c.pct,
    -- Mid-rank among all schools of the year, 0..100.
    100.0 * (rank() OVER low + 0.5 * (count(*) OVER tie - 1) - 0.5) / count(*) OVER every AS percentile
  FROM marts.mart_school_context AS c
  JOIN core.seed_hardship_component AS h ON h.component = c.component
  WHERE c.scope = 'school' AND c.pct IS NOT NULL
  WINDOW
    every AS (PARTITION BY c.academic_year, c.component),
    tie AS (PARTITION BY c.academic_year, c.component, c.pct),
    low AS (PARTITION BY c.academic_year, c.component ORDER BY c.pct)
),
indexed AS (
  SELECT
    c.school_id, c.year,
    sum(c.weight * CASE WHEN c.direction < 0 THEN 100.0 - c.percentile ELSE c.percentile END ORDER BY c.component) / sum(c.weight ORDER BY c.component) AS hardship,
    count(*) AS n_components,
    string_agg(c.component_name || ' ' || ru_number(c.pct) || ' %', '; ' ORDER BY c.component) AS components
  FROM component AS c
  GROUP BY c.school_id, c.year
),
context AS (
  SELECT
    i.school_id, i.year, i.n_components, i.components, i.hardship,
    -- Fewer harder schools than the share asks for: of few schools at least the hardest is in.
    100.0 * (rank() OVER hardest - 1) / count(*) OVER every < s.hard_share AS is_hard
  FROM indexed AS i
  CROSS JOIN setting AS s
  WHERE i.n_components >= s.min_components
  WINDOW every AS (PARTITION BY i.year), hardest AS (PARTITION BY i.year ORDER BY i.hardship DESC)
),
result AS (
  SELECT r.work_id AS item, r.year, r.grade, r.scope, r.scope_id, r.municipality_id, r.school_id, r.n_marked AS n, r.n4 + r.n5 AS k
  FROM marts.mart_work_results AS r
  JOIN core.dim_work AS w ON w.work_id = r.work_id
  JOIN core.seed_resilience_procedure AS p ON p.is_selected AND p.procedure = w.procedure AND (p.wave IS NULL OR p.wave = r.wave)
  WHERE r.source = 'computed' AND r.scope IN ('region', 'municipality', 'school') AND r.n_marked > 0
  UNION ALL
  SELECT g.exam_id, g.year, 9, g.scope, g.scope_id, g.municipality_id, g.school_id, g.n_participants, g.n4 + g.n5
  FROM marts.mart_gia_results AS g
  JOIN core.seed_resilience_procedure AS p ON p.is_selected AND p.procedure = g.procedure AND p.wave = g.period
  WHERE g.scale = 'mark5' AND g.n_participants > 0
),
-- The other schools of the region, else of the municipality, where there are enough of them.
referred AS (
  SELECT s.*, r.n AS region_n, r.k AS region_k, m.n AS municipality_n, m.k AS municipality_k, t.min_reference
  FROM (SELECT s.* FROM result AS s WHERE s.scope = 'school') AS s
  CROSS JOIN setting AS t
  LEFT JOIN (SELECT r.* FROM result AS r WHERE r.scope = 'region') AS r ON r.item = s.item AND r.scope_id = split_part(s.municipality_id, '_', 1)
  LEFT JOIN (SELECT m.* FROM result AS m WHERE m.scope = 'municipality') AS m ON m.item = s.item AND m.scope_id = s.municipality_id
),
compared AS (
  SELECT
    f.year, f.school_id, f.municipality_id, f.item, f.grade, f.n, f.k, 'region' AS reference, CAST(f.region_k - f.k AS DOUBLE) / (f.region_n - f.n) AS share
  FROM referred AS f
  WHERE f.region_n - f.n >= f.min_reference
  UNION ALL
  SELECT f.year, f.school_id, f.municipality_id, f.item, f.grade, f.n, f.k, 'municipality', CAST(f.municipality_k - f.k AS DOUBLE) / (f.municipality_n - f.n)
  FROM referred AS f
  WHERE coalesce(f.region_n - f.n < f.min_reference, TRUE) AND f.municipality_n - f.n >= f.min_reference
),
pupils AS (
  SELECT g.school_id, g.year, sum(g.n) AS n
  FROM (SELECT c.school_id, c.year, c.grade, max(c.n) AS n FROM compared AS c GROUP BY c.school_id, c.year, c.grade) AS g
  GROUP BY g.school_id, g.year
),
pooled AS (
  SELECT
    c.school_id, c.year, max(c.municipality_id) AS municipality_id, max(p.n) AS n, sum(c.n) AS n_results,
    100.0 * sum(c.k) / sum(c.n) AS quality,
    -- One sort of all lists instead of one for every school; the order of the works decides the last bits.
    100.0 * list_sum(list_transform(list_sort(list({'item': c.item, 'expected': c.n * c.share})), x -> x.expected)) / sum(c.n) AS expected,
    wilson_lo(CAST(sum(c.k) AS DOUBLE) * max(p.n) / sum(c.n), max(p.n)) AS quality_lo,
    wilson_hi(CAST(sum(c.k) AS DOUBLE) * max(p.n) / sum(c.n), max(p.n)) AS quality_hi,
    CASE WHEN count(DISTINCT c.reference) = 1 THEN min(c.reference) ELSE 'region, municipality' END AS reference
  FROM compared AS c
  JOIN pupils AS p ON p.school_id = c.school_id AND p.year = c.year
  GROUP BY c.school_id, c.year
),
judged AS (
  SELECT p.*, p.quality_lo - p.expected > s.high_margin AS is_high
  FROM pooled AS p
  CROSS JOIN setting AS s
),
lasting AS (
  SELECT j.school_id, j.year, count(*) AS n_years_known, count(*) FILTER (WHERE w.is_high) AS n_years_high
  FROM judged AS j
  CROSS JOIN setting AS s
  JOIN judged AS w ON w.school_id = j.school_id AND w.year BETWEEN j.year - s.years_window + 1 AND j.year
  GROUP BY j.school_id, j.year
),
placed AS (
  SELECT j.school_id, j.year, c.year AS context_year, c.hardship, c.n_components, c.components, c.is_hard
  FROM judged AS j
  CROSS JOIN setting AS s
  JOIN context AS c ON c.school_id = j.school_id AND c.year BETWEEN j.year - s.context_max_age AND j.year
  QUALIFY row_number() OVER (PARTITION BY j.school_id, j.year ORDER BY c.year DESC) = 1
),
bias AS (
  SELECT o.year, o.municipality_id, o.school_id
  FROM marts.mart_official_list AS o
  WHERE o.list = 'bias'
),
settled AS (
  SELECT
    j.*, l.n_years_known, l.n_years_high, c.context_year, c.hardship, c.n_components, c.components, c.is_hard, s.years_window, s.years_needed, s.rule_version,
    CASE
      WHEN c.is_hard IS NULL THEN 'контекст неизвестен'
      WHEN NOT c.is_hard THEN 'обычный контекст'
      WHEN j.is_high AND l.n_years_high >= s.years_needed THEN 'резильентная'
      ELSE 'сложный контекст'
    END AS status
  FROM judged AS j
  CROSS JOIN setting AS s
  JOIN lasting AS l ON l.school_id = j.school_id AND l.year = j.year
  LEFT JOIN placed AS c ON c.school_id = j.school_id AND c.year = j.year
)
SELECT
  t.rule_version,
  CAST(t.year AS INTEGER) AS year,
  t.municipality_id,
  t.school_id,
  CAST(t.context_year AS INTEGER) AS context_year,
  CAST(t.hardship AS DOUBLE) AS hardship,
  CAST(coalesce(t.n_components, 0) AS INTEGER) AS n_components,
  t.components,
  t.is_hard,
  CAST(t.n AS INTEGER) AS n,
  CAST(t.n_results AS INTEGER) AS n_results,
  CAST(t.quality AS DOUBLE) AS quality,
  CAST(t.expected AS DOUBLE) AS expected,
  CAST(t.quality - t.expected AS DOUBLE) AS difference,
  CAST(t.quality_lo - t.expected AS DOUBLE) AS lo,
  CAST(t.quality_hi - t.expected AS DOUBLE) AS hi,
  t.reference,
  t.is_high,
  CAST(t.n_years_high AS INTEGER) AS n_years_high,
  CAST(t.n_years_known AS INTEGER) AS n_years_known,
  t.status,
  CASE WHEN t.is_hard IS NULL THEN 'Социального паспорта нет или в нём слишком мало составляющих.' ELSE
      CASE WHEN t.is_hard THEN 'Сложный контекст' ELSE 'Контекст не сложный' END || ': индекс ' || ru_number(t.hardship) || ' из 100 (' || t.components || ').' END
    || ' Качество ' || ru_number(t.quality) || ' % при ожидаемых ' || ru_number(t.expected) || ' % (разность ' || ru_number(t.quality - t.expected) || ' п.п., 95 %: '
    || ru_number(t.quality_lo - t.expected) || '…' || ru_number(t.quality_hi - t.expected) || '); выше ожидаемого лет: ' || CAST(t.n_years_high AS VARCHAR) || ' из '
    || CAST(t.n_years_known AS VARCHAR) || ' (нужно ' || CAST(CAST(t.years_needed AS INTEGER) AS VARCHAR) || ')'
    || CASE WHEN t.n_years_high >= t.years_needed AND NOT t.is_high THEN ', но не в сам ' || CAST(t.year AS VARCHAR) || ' год' ELSE '' END || '.' AS reason,
  CASE WHEN EXISTS (SELECT 1 FROM bias AS b WHERE b.municipality_id = t.municipality_id AND b.year BETWEEN t.year - t.years_window + 1 AND t.year)
    THEN EXISTS (SELECT 1 FROM bias AS b WHERE b.school_id = t.school_id AND b.year BETWEEN t.year - t.years_window + 1 AND t.year) END AS is_officially_biased
FROM settled AS t
