-- Every indicator's values with the version of its definition; one UNION arm per table that computes a family.
WITH figure AS (
  SELECT w.indicator, w.education_level, w.scope, w.scope_id, w.year, w.value, w.numerator, w.denominator, w.n, w.lo, w.hi
  FROM core.int_indicator_work AS w
)
SELECT
  f.indicator,
  d.rule_version,
  f.education_level,
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
