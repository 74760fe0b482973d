-- How much higher the current marks of a class are than those of classes that do equally well in the other ВПР of the year; in marks, shrunken, with an
-- interval (formulas: docs/methodology/journal-comparison.md). Counted in core.int_journal_leniency.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'journal_min_units') AS min_units,
    max(s.value) FILTER (WHERE s.setting = 'leniency_flag_spreads') AS flag_spreads,
    max(s.value) FILTER (WHERE s.setting = 'leniency_flag_marks') AS flag_marks
  FROM core.seed_analysis_setting AS s
),
-- A union, so that a condition on an object is one on the table of objects.
placed AS (
  SELECT
    l.year, s.scope, s.scope_id, s.municipality_id, s.work_id, l.n_works, l.n_journal, l.n, l.n_pupils, l.journal_mean, l.expected_journal, l.variance, l.n_units, l.tau2 AS spread2, l.q, l.reason
  FROM core.int_journal_leniency AS l
  JOIN core.int_scope AS s ON s.scope_no = l.scope_no
  UNION ALL
  SELECT
    l.year, l.scope, l.scope_id, l.municipality_id, '', l.n_works, l.n_journal, l.n, l.n_pupils, l.journal_mean, l.expected_journal, l.variance, l.n_units, l.tau2, l.q, l.reason
  FROM core.int_journal_leniency AS l
  WHERE l.scope_no IS NULL
),
estimated AS (
  SELECT
    p.*, p.journal_mean - p.expected_journal AS raw, s.min_units,
    CASE WHEN p.reason IS NULL AND p.n_units >= s.min_units THEN p.spread2 END AS tau2,
    greatest(s.flag_spreads * sqrt(p.spread2), s.flag_marks) AS flag_level
  FROM placed AS p
  CROSS JOIN setting AS s
),
shrunken AS (
  SELECT
    e.*,
    e.tau2 / (e.tau2 + e.variance) AS reliability,
    e.tau2 / (e.tau2 + e.variance) * e.raw AS leniency,
    sqrt(e.tau2 * e.variance / (e.tau2 + e.variance)) AS error,
    CASE WHEN e.tau2 IS NOT NULL THEN (e.raw - e.flag_level) / sqrt(e.variance) END AS z
  FROM estimated AS e
)
SELECT
  a.year,
  a.scope,
  a.scope_id,
  a.municipality_id,
  a.work_id,
  a.n_works,
  a.n_journal,
  a.n,
  a.n_pupils,
  a.journal_mean,
  a.expected_journal,
  a.raw,
  sqrt(a.variance) AS raw_error,
  a.leniency,
  a.leniency - 1.959963984540054 * a.error AS leniency_lo,
  a.leniency + 1.959963984540054 * a.error AS leniency_hi,
  a.reliability,
  CASE WHEN a.n_units >= a.min_units THEN sqrt(a.spread2) END AS spread,
  CASE WHEN a.tau2 IS NOT NULL THEN a.flag_level END AS flag_level,
  CASE
    WHEN a.leniency = a.flag_level OR a.error = 0 THEN CASE WHEN a.leniency > a.flag_level THEN 1e0 ELSE 0e0 END
    WHEN a.leniency > a.flag_level THEN 1 - normal_tail((a.leniency - a.flag_level) / a.error) / 2
    ELSE normal_tail((a.leniency - a.flag_level) / a.error) / 2
  END AS probability,
  CASE WHEN a.z > 0 THEN normal_tail(a.z) / 2 ELSE 1 - normal_tail(a.z) / 2 END AS p,
  a.q,
  coalesce(a.reason, CASE WHEN coalesce(a.n_units, 0) < a.min_units THEN 'сравниваемых объектов ' || coalesce(a.n_units, 0) || ', нужно не менее ' || CAST(a.min_units AS INTEGER) END) AS reason,
  'leniency-2' AS rule_version
FROM shrunken AS a
