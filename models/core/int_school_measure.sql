-- What is compared over time, of today's schools and municipalities, with a standard error. z is the distance of the mean from that of all
-- loaded pupils of the work, in their standard deviations; the percentile is the mid-rank among the loaded schools. The error of a share is
-- that of its Wilson interval, which is not 0 where nobody or everybody passed.
WITH object AS (
  SELECT r.work_id, r.scope, r.scope_id, r.n_writers, r.n_marked, r.mean_score, r.sd_score, r.max_score, r.n2, r.n3, r.n4, r.n5,
    r.pass_pct, r.quality_pct, r.pass_lo, r.pass_hi, r.quality_lo, r.quality_hi
  FROM core.int_work_result AS r
  WHERE r.as_of <> 'was' AND r.source = 'computed' AND r.scope IN ('region', 'municipality', 'school') AND r.n_writers > 0
),
pooled AS (
  SELECT
    o.work_id,
    sum(o.n_writers) AS n,
    sum(o.n_writers * o.mean_score) / sum(o.n_writers) AS mean_score,
    sum((o.n_writers - 1) * coalesce(o.sd_score, 0) * coalesce(o.sd_score, 0) + o.n_writers * o.mean_score * o.mean_score) AS sum_square
  FROM object AS o
  WHERE o.scope = 'school'
  GROUP BY o.work_id
),
reference AS (
  SELECT p.work_id, p.mean_score, nullif(sqrt(greatest(p.sum_square - p.n * p.mean_score * p.mean_score, 0) / nullif(p.n - 1, 0)), 0) AS sd_score
  FROM pooled AS p
),
ranked AS (
  SELECT
    o.work_id, o.scope, o.scope_id,
    count(*) OVER (PARTITION BY o.work_id) AS n_peers,
    rank() OVER (PARTITION BY o.work_id ORDER BY round(o.mean_score, 9)) - 1 AS n_below,
    count(*) OVER (PARTITION BY o.work_id, round(o.mean_score, 9)) AS n_equal
  FROM object AS o
  WHERE o.scope = 'school'
),
figure AS (
  SELECT
    o.work_id, o.scope, o.scope_id, o.n_writers, o.n_marked,
    o.mean_score, o.max_score, o.sd_score / sqrt(o.n_writers) AS score_se,
    CAST(2 * o.n2 + 3 * o.n3 + 4 * o.n4 + 5 * o.n5 AS DOUBLE) / nullif(o.n_marked, 0) AS mean_mark,
    4 * o.n2 + 9 * o.n3 + 16 * o.n4 + 25 * o.n5 AS sum_square_mark,
    o.pass_pct, (o.pass_hi - o.pass_lo) / (2 * 1.959963984540054e0) AS pass_se,
    o.quality_pct, (o.quality_hi - o.quality_lo) / (2 * 1.959963984540054e0) AS quality_se,
    f.mean_score AS reference_mean, f.sd_score AS reference_sd,
    k.n_peers, k.n_below, k.n_equal
  FROM object AS o
  LEFT JOIN reference AS f ON f.work_id = o.work_id
  -- A condition on the left side alone would make the engine compare every row with every other.
  LEFT JOIN ranked AS k ON k.work_id = o.work_id AND k.scope = o.scope AND k.scope_id = o.scope_id
),
measured AS (
  SELECT
    g.work_id, g.scope, g.scope_id,
    unnest([
      {'measure': 'primary_mean', 'value': g.mean_score, 'se': g.score_se, 'n': g.n_writers},
      {'measure': 'mean_pct', 'value': 100e0 * g.mean_score / nullif(g.max_score, 0), 'se': 100e0 * g.score_se / nullif(g.max_score, 0), 'n': g.n_writers},
      {'measure': 'mean_mark', 'value': g.mean_mark,
        'se': CASE WHEN g.n_marked > 1 THEN sqrt(greatest(g.sum_square_mark - g.n_marked * g.mean_mark * g.mean_mark, 0) / (g.n_marked - 1) / g.n_marked) END,
        'n': g.n_marked},
      {'measure': 'pass_pct', 'value': g.pass_pct, 'se': g.pass_se, 'n': g.n_marked},
      {'measure': 'quality_pct', 'value': g.quality_pct, 'se': g.quality_se, 'n': g.n_marked},
      {'measure': 'z', 'value': (g.mean_score - g.reference_mean) / g.reference_sd, 'se': g.score_se / g.reference_sd, 'n': g.n_writers},
      {'measure': 'percentile', 'value': 100e0 * (g.n_below + g.n_equal / 2e0) / g.n_peers, 'se': CAST(NULL AS DOUBLE), 'n': g.n_writers}
    ]) AS m
  FROM figure AS g
)
SELECT
  m.work_id,
  m.scope,
  m.scope_id,
  m.m.measure AS measure,
  m.m.value AS value,
  m.m.se AS se,
  CAST(m.m.n AS INTEGER) AS n
FROM measured AS m
WHERE m.m.value IS NOT NULL
