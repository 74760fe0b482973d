-- Scores and marks by object, in both views of the schools, with means, shares and intervals; counted in core.int_work_count.
WITH counted AS (
  SELECT
    c.*,
    c.n2 + c.n3 + c.n4 + c.n5 AS n_marked,
    CAST(c.sum_score AS DOUBLE) / nullif(c.n_writers, 0) AS mean_score,
    -- Products of the counts of a region leave 32 bits.
    CAST(c.n_writers AS BIGINT) AS n
  FROM core.int_work_count AS c
)
SELECT
  f.work_id,
  f.year,
  f.wave,
  f.grade,
  f.subject,
  f.level,
  f.as_of,
  f.scope,
  f.scope_id,
  f.municipality_id,
  f.school_id,
  f.n_enrolled,
  f.n_writers,
  f.n_absent,
  f.n_schools,
  f.mean_score,
  CASE WHEN f.n > 1 THEN sqrt(CAST(f.n * f.sum_square - f.sum_score * f.sum_score AS DOUBLE) / (f.n * (f.n - 1))) END AS sd_score,
  f.max_score,
  100.0 * f.mean_score / nullif(f.max_score, 0) AS mean_pct,
  f.n_marked,
  f.n2,
  f.n3,
  f.n4,
  f.n5,
  CAST(100.0 AS DOUBLE) * (f.n3 + f.n4 + f.n5) / nullif(f.n_marked, 0) AS pass_pct,
  CAST(100.0 AS DOUBLE) * (f.n4 + f.n5) / nullif(f.n_marked, 0) AS quality_pct,
  wilson_lo(f.n3 + f.n4 + f.n5, f.n_marked) AS pass_lo,
  wilson_hi(f.n3 + f.n4 + f.n5, f.n_marked) AS pass_hi,
  wilson_lo(f.n4 + f.n5, f.n_marked) AS quality_lo,
  wilson_hi(f.n4 + f.n5, f.n_marked) AS quality_hi,
  f.mark_source,
  f.source
FROM counted AS f
