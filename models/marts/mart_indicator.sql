-- Every indicator's values with the version of its definition; one UNION arm per table that computes a family.
WITH figure AS (
  SELECT w.indicator, CAST(NULL AS VARCHAR) AS item, w.education_level, w.scope, w.scope_id, w.year, w.value, w.numerator, w.denominator, w.n, w.lo, w.hi
  FROM core.int_indicator_work AS w
  UNION ALL
  SELECT g.indicator, NULL, g.education_level, g.scope, g.scope_id, g.year, g.value, g.numerator, g.denominator, g.n, g.lo, g.hi
  FROM core.int_indicator_exam AS g
  UNION ALL
  SELECT a.indicator, NULL, a.education_level, a.scope, a.scope_id, a.year, a.value, a.numerator, a.denominator, a.n, a.lo, a.hi
  FROM core.int_indicator_activity AS a
  UNION ALL
  SELECT
    p.indicator, p.item, p.education_level, p.scope, p.scope_id, p.year, 1e2 * p.numerator / p.denominator, p.numerator, p.denominator, p.n,
    CASE WHEN p.is_of_pupils THEN wilson_lo(CAST(p.numerator AS DOUBLE) * p.n / p.denominator, p.n) END,
    CASE WHEN p.is_of_pupils THEN wilson_hi(CAST(p.numerator AS DOUBLE) * p.n / p.denominator, p.n) END
  FROM core.int_indicator_planned AS p
  UNION ALL
  SELECT m.indicator, NULL, m.education_level, m.scope, m.scope_id, m.year, m.value, m.numerator, m.denominator, m.n, NULL, NULL
  FROM core.int_indicator_monitoring AS m
)
SELECT
  f.indicator,
  d.rule_version,
  f.education_level,
  f.item,
  f.scope,
  f.scope_id,
  f.year,
  f.value,
  f.numerator,
  f.denominator,
  f.n,
  f.lo,
  f.hi,
  f.denominator > 0 AS applicable,
  f.n < d.min_n AS suppressed
FROM figure AS f
JOIN core.dim_indicator AS d ON d.indicator = f.indicator AND list_contains(string_split(d.levels, ','), f.education_level)
