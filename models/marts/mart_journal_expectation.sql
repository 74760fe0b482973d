-- ВПР marks against journal marks, set against what pupils with the same journal mark got in the same work in other schools (formulas:
-- docs/methodology/journal-comparison.md), counted in core.int_journal_expectation. Both directions apart; agreement is information only.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'journal_min_n') AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'journal_gap2_min_n') AS gap2_min_n,
    max(s.value) FILTER (WHERE s.setting = 'journal_min_peers') AS min_peers,
    max(s.value) FILTER (WHERE s.setting = 'journal_min_reference') AS min_reference,
    max(s.value) FILTER (WHERE s.setting = 'journal_min_units') AS min_units,
    max(s.value) FILTER (WHERE s.setting = 'journal_fdr') AS fdr
  FROM core.seed_analysis_setting AS s
),
-- A union, so that a condition on an object is one on the table of objects.
placed AS (
  SELECT
    e.year, s.scope, s.scope_id, s.municipality_id, s.work_id, e.measure, e.n_works, e.n, e.observed_n, e.reference_scope, e.n_peers, e.n_reference, e.no_expectation,
    e.expected, e.variance, e.n_units, e.tau2, e.q, e.n_tests
  FROM core.int_journal_expectation AS e
  JOIN core.int_scope AS s ON s.scope_no = e.scope_no
  UNION ALL
  SELECT
    e.year, e.scope, e.scope_id, e.municipality_id, '', e.measure, e.n_works, e.n, e.observed_n, e.reference_scope, e.n_peers, e.n_reference, e.no_expectation,
    e.expected, e.variance, e.n_units, e.tau2, e.q, e.n_tests
  FROM core.int_journal_expectation AS e
  WHERE e.scope_no IS NULL
),
figure AS (
  SELECT
    p.*,
    p.expected / p.n AS expected_share,
    (p.observed_n - p.expected) / p.n AS difference,
    p.variance / (CAST(p.n AS DOUBLE) * p.n) AS v,
    CASE WHEN p.measure IN ('gap2_down', 'gap2_up') THEN s.gap2_min_n ELSE s.min_n END AS least_n
  FROM placed AS p
  CROSS JOIN setting AS s
),
tested AS (
  SELECT
    f.*,
    CASE WHEN f.n >= f.least_n AND f.v > 0 AND f.n_units >= s.min_units
      -- Half a pupil of continuity: counts are whole.
      THEN sign(f.difference) * greatest(abs(f.difference) - 0.5 / f.n, 0) / sqrt(f.v + f.tau2) END AS z
  FROM figure AS f
  CROSS JOIN setting AS s
),
official AS (
  SELECT j.work_id, j.scope, j.scope_id, m.measure, CASE m.measure WHEN 'lowered' THEN j.lowered_pct WHEN 'raised' THEN j.raised_pct ELSE j.confirmed_pct END AS pct
  FROM core.int_journal_result AS j
  CROSS JOIN (VALUES ('lowered'), ('confirmed'), ('raised')) AS m(measure)
  WHERE j.source = 'official' AND j.as_of <> 'now' AND j.scope IN ('region', 'country')
)
SELECT
  a.year,
  a.scope,
  a.scope_id,
  a.municipality_id,
  a.work_id,
  a.measure,
  a.n_works,
  a.n,
  a.reference_scope,
  a.n_peers,
  a.n_reference,
  a.observed_n,
  100 * (CAST(a.observed_n AS DOUBLE) / a.n) AS observed_pct,
  wilson_lo(a.observed_n, a.n) AS observed_lo,
  wilson_hi(a.observed_n, a.n) AS observed_hi,
  100 * a.expected_share AS expected_pct,
  CASE WHEN a.z IS NOT NULL THEN 100 * greatest(0.0, a.expected_share - 1.959963984540054 * sqrt(a.v + a.tau2)) END AS usual_lo,
  CASE WHEN a.z IS NOT NULL THEN 100 * least(1.0, a.expected_share + 1.959963984540054 * sqrt(a.v + a.tau2)) END AS usual_hi,
  100 * a.difference AS difference,
  100 * (a.difference - 1.959963984540054 * sqrt(a.v)) AS difference_lo,
  100 * (a.difference + 1.959963984540054 * sqrt(a.v)) AS difference_hi,
  a.z,
  -- Agreement is not tested: it has no q.
  normal_tail(CASE WHEN a.q IS NOT NULL THEN a.z END) AS p,
  a.q,
  a.n_tests,
  CASE
    WHEN a.measure = 'confirmed' THEN 'справочно'
    WHEN a.z IS NULL THEN 'нельзя судить'
    WHEN a.q > s.fdr THEN 'в пределах ожидания'
    WHEN a.z > 0 THEN 'выше ожидаемого'
    ELSE 'ниже ожидаемого'
  END AS verdict,
  CASE
    WHEN a.no_expectation = 'pool' THEN 'других муниципалитетов не загружено: ожидания нет'
    WHEN a.no_expectation = 'peers' THEN 'других школ с этой работой ' || a.n_peers || ', нужно не менее ' || CAST(s.min_peers AS INTEGER) || ': ожидания нет'
    WHEN a.no_expectation = 'reference' THEN 'учеников других школ с обеими отметками ' || a.n_reference || ', нужно не менее ' || CAST(s.min_reference AS INTEGER) || ': ожидания нет'
    WHEN a.n < a.least_n THEN 'учеников с обеими отметками ' || a.n || ', нужно не менее ' || CAST(a.least_n AS INTEGER)
    WHEN a.v = 0 THEN 'при таких отметках в журнале такого расхождения быть не может'
    WHEN coalesce(a.n_units, 0) < s.min_units THEN 'сравниваемых объектов ' || coalesce(a.n_units, 0) || ', нужно не менее ' || CAST(s.min_units AS INTEGER) || ': обычный разброс не оценить'
    WHEN a.measure = 'confirmed' AND a.observed_n = a.n THEN 'подтвердили все: отметку могли выставить по результату ВПР, это не признак'
  END AS reason,
  coalesce(r.scope, o.scope) AS official_scope,
  CAST(CASE WHEN r.scope IS NOT NULL THEN r.pct ELSE o.pct END AS DOUBLE) AS official_pct,
  'journal-1' AS rule_version
FROM tested AS a
CROSS JOIN setting AS s
-- The published figure of the region, else of the country.
LEFT JOIN official AS r ON r.scope = 'region' AND r.work_id = a.work_id AND r.measure = a.measure AND r.scope_id = split_part(a.municipality_id, '_', 1)
LEFT JOIN official AS o ON o.scope = 'country' AND o.work_id = a.work_id AND o.measure = a.measure
