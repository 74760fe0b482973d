-- How shares of marks changed between two years: the same grade with other pupils, and the same cohort a grade higher. Only shares of marks are
-- compared: primary scores and tasks are not comparable between years. Newcombe's interval; a test relative to the widest object known in
-- both years (its own change is the difficulty of the works); Benjamini–Hochberg over everything of a year; empirical-Bayes shrinkage.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'dynamics_fdr') AS fdr,
    max(s.value) FILTER (WHERE s.setting = 'dynamics_min_n') AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'dynamics_max_gap') AS max_gap
  FROM core.seed_analysis_setting AS s
),
work AS (
  SELECT
    w.procedure, r.subject, r.level, r.scope, r.scope_id, r.municipality_id, r.grade, r.year,
    r.n_marked AS n, r.n3 + r.n4 + r.n5 AS n_pass, r.n4 + r.n5 AS n_quality
  FROM marts.mart_work_results AS r
  JOIN core.dim_work AS w ON w.work_id = r.work_id
  -- Autumn works test last year's programme after a summer: neither the same grade nor the same cohort of spring.
  WHERE r.wave = 'spring' AND r.scope <> 'class' AND r.n_marked > 0
),
measured AS (
  SELECT w.*, 'pass' AS measure, w.n_pass AS k FROM work AS w
  UNION ALL
  SELECT w.*, 'quality' AS measure, w.n_quality AS k FROM work AS w
),
pair AS (
  SELECT
    CASE WHEN b.grade = a.grade THEN 'same_grade' ELSE 'same_cohort' END AS kind,
    b.measure, b.procedure, b.scope, b.scope_id, b.municipality_id, b.subject, b.level,
    a.grade AS grade_from, b.grade AS grade_to, a.year AS year_from, b.year AS year_to,
    a.n AS n_from, a.k AS k_from, b.n AS n_to, b.k AS k_to
  FROM measured AS b
  JOIN measured AS a
    ON a.measure = b.measure AND a.procedure = b.procedure AND a.scope = b.scope AND a.scope_id = b.scope_id
    AND a.subject = b.subject AND a.level = b.level AND a.year < b.year
    AND (a.grade = b.grade OR b.grade - a.grade = b.year - a.year)
  CROSS JOIN setting AS s
  WHERE b.year - a.year <= s.max_gap
  QUALIFY row_number() OVER (
    PARTITION BY b.measure, b.procedure, b.scope, b.scope_id, b.subject, b.level, b.grade, b.year, a.grade = b.grade
    ORDER BY a.year DESC) = 1
),
-- What an object is set against: the country, else its region, else its municipality without itself. One join on equal columns for each of them: an OR over
-- the three would compare every object with every other.
upper_pair AS (
  SELECT p.* FROM pair AS p WHERE p.scope <> 'school'
),
candidate AS (
  SELECT p.*, 1 AS anchor_order, 'country' AS anchor_scope, c.n_from AS anchor_n_from, c.k_from AS anchor_k_from, c.n_to AS anchor_n_to, c.k_to AS anchor_k_to
  FROM pair AS p
  JOIN upper_pair AS c
    ON c.scope = 'country' AND c.kind = p.kind AND c.measure = p.measure AND c.procedure = p.procedure AND c.subject = p.subject AND c.level = p.level
    AND c.grade_from = p.grade_from AND c.grade_to = p.grade_to AND c.year_from = p.year_from AND c.year_to = p.year_to
  WHERE p.scope <> 'country'
  UNION ALL
  SELECT p.*, 2, 'region', c.n_from, c.k_from, c.n_to, c.k_to
  FROM pair AS p
  JOIN upper_pair AS c
    ON c.scope = 'region' AND c.scope_id = split_part(p.municipality_id, '_', 1)
    AND c.kind = p.kind AND c.measure = p.measure AND c.procedure = p.procedure AND c.subject = p.subject AND c.level = p.level
    AND c.grade_from = p.grade_from AND c.grade_to = p.grade_to AND c.year_from = p.year_from AND c.year_to = p.year_to
  WHERE p.scope IN ('municipality', 'school')
  UNION ALL
  SELECT p.*, 3, 'municipality', c.n_from - p.n_from, c.k_from - p.k_from, c.n_to - p.n_to, c.k_to - p.k_to
  FROM pair AS p
  JOIN upper_pair AS c
    ON c.scope = 'municipality' AND c.scope_id = p.municipality_id
    AND c.kind = p.kind AND c.measure = p.measure AND c.procedure = p.procedure AND c.subject = p.subject AND c.level = p.level
    AND c.grade_from = p.grade_from AND c.grade_to = p.grade_to AND c.year_from = p.year_from AND c.year_to = p.year_to
  WHERE p.scope = 'school' AND c.n_from > p.n_from AND c.n_to > p.n_to
),
anchor AS (
  SELECT
    c.kind, c.measure, c.procedure, c.scope, c.scope_id, c.subject, c.level, c.grade_from, c.grade_to, c.year_from, c.year_to,
    c.anchor_scope, c.anchor_n_from AS n_from, c.anchor_k_from AS k_from, c.anchor_n_to AS n_to, c.anchor_k_to AS k_to
  FROM candidate AS c
  QUALIFY row_number() OVER (
    PARTITION BY c.kind, c.measure, c.procedure, c.scope, c.scope_id, c.subject, c.level, c.grade_to, c.year_to
    ORDER BY c.anchor_order) = 1
),
figure AS (
  SELECT
    p.*,
    CAST(p.k_from AS DOUBLE) / p.n_from AS share_from,
    CAST(p.k_to AS DOUBLE) / p.n_to AS share_to,
    wilson_lo(p.k_from, p.n_from) / 100 AS from_lo,
    wilson_hi(p.k_from, p.n_from) / 100 AS from_hi,
    wilson_lo(p.k_to, p.n_to) / 100 AS to_lo,
    wilson_hi(p.k_to, p.n_to) / 100 AS to_hi,
    a.anchor_scope,
    CAST(a.k_to AS DOUBLE) / a.n_to - CAST(a.k_from AS DOUBLE) / a.n_from AS anchor_change,
    -- Two successes and two failures are added, so that a share of 0 or 1 has a variance (Agresti & Coull 1998).
    (p.k_from + 2.0) / (p.n_from + 4.0) * (1 - (p.k_from + 2.0) / (p.n_from + 4.0)) / p.n_from
      + (p.k_to + 2.0) / (p.n_to + 4.0) * (1 - (p.k_to + 2.0) / (p.n_to + 4.0)) / p.n_to
      + coalesce(
        (a.k_from + 2.0) / (a.n_from + 4.0) * (1 - (a.k_from + 2.0) / (a.n_from + 4.0)) / a.n_from
          + (a.k_to + 2.0) / (a.n_to + 4.0) * (1 - (a.k_to + 2.0) / (a.n_to + 4.0)) / a.n_to, 0) AS variance
  FROM pair AS p
  LEFT JOIN anchor AS a
    ON a.kind = p.kind AND a.measure = p.measure AND a.procedure = p.procedure AND a.scope = p.scope AND a.scope_id = p.scope_id
    AND a.subject = p.subject AND a.level = p.level AND a.grade_to = p.grade_to AND a.year_to = p.year_to
),
tested AS (
  SELECT
    f.*,
    f.share_to - f.share_from AS change,
    f.share_to - f.share_from - coalesce(f.anchor_change, 0) AS relative,
    f.n_from >= s.min_n AND f.n_to >= s.min_n AS is_large,
    s.fdr,
    normal_tail(CASE WHEN f.n_from >= s.min_n AND f.n_to >= s.min_n THEN (f.share_to - f.share_from - coalesce(f.anchor_change, 0)) / sqrt(f.variance) END) AS p
  FROM figure AS f
  CROSS JOIN setting AS s
),
ranked AS (
  SELECT
    t.*,
    count(t.p) OVER (PARTITION BY t.scope, t.kind, t.measure, t.procedure, t.year_to) AS n_tests,
    row_number() OVER (PARTITION BY t.scope, t.kind, t.measure, t.procedure, t.year_to ORDER BY t.p NULLS LAST, t.scope_id, t.subject, t.level, t.grade_to) AS place
  FROM tested AS t
),
adjusted AS (
  SELECT
    r.*,
    CASE WHEN r.p IS NOT NULL THEN min(CASE WHEN r.p IS NOT NULL THEN least(1.0, r.p * r.n_tests / r.place) END) OVER (
      PARTITION BY r.scope, r.kind, r.measure, r.procedure, r.year_to ORDER BY r.place DESC ROWS UNBOUNDED PRECEDING) END AS q
  FROM ranked AS r
),
-- Variance of true changes between schools: DerSimonian & Laird.
moment AS (
  SELECT
    a.scope, a.kind, a.measure, a.procedure, a.year_to, a.subject, a.level, a.grade_to,
    count(*) AS k,
    sum(1 / a.variance ORDER BY a.scope_id, a.year_from, a.grade_from) AS w,
    sum(1 / (a.variance * a.variance) ORDER BY a.scope_id, a.year_from, a.grade_from) AS w2,
    sum(a.relative / a.variance ORDER BY a.scope_id, a.year_from, a.grade_from) AS wy,
    sum(a.relative * a.relative / a.variance ORDER BY a.scope_id, a.year_from, a.grade_from) AS wy2
  FROM adjusted AS a
  WHERE a.scope = 'school'
  GROUP BY a.scope, a.kind, a.measure, a.procedure, a.year_to, a.subject, a.level, a.grade_to
),
between_school AS (
  SELECT m.*, greatest(0.0, (m.wy2 - m.wy * m.wy / m.w - (m.k - 1)) / (m.w - m.w2 / m.w)) AS tau2
  FROM moment AS m
  -- Fewer units say too little about how schools differ.
  WHERE m.k >= 10
),
centre AS (
  SELECT
    a.scope, a.kind, a.measure, a.procedure, a.year_to, a.subject, a.level, a.grade_to, b.tau2,
    sum(a.relative / (a.variance + b.tau2) ORDER BY a.scope_id, a.year_from, a.grade_from) / sum(1 / (a.variance + b.tau2) ORDER BY a.scope_id, a.year_from, a.grade_from) AS mean,
    1 / sum(1 / (a.variance + b.tau2) ORDER BY a.scope_id, a.year_from, a.grade_from) AS mean_variance
  FROM adjusted AS a
  JOIN between_school AS b
    ON b.kind = a.kind AND b.measure = a.measure AND b.procedure = a.procedure AND b.year_to = a.year_to AND b.subject = a.subject
    AND b.level = a.level AND b.grade_to = a.grade_to AND a.scope = 'school'
  GROUP BY a.scope, a.kind, a.measure, a.procedure, a.year_to, a.subject, a.level, a.grade_to, b.tau2
),
shrunken AS (
  SELECT
    a.*,
    c.tau2 / (c.tau2 + a.variance) AS reliability,
    c.tau2 / (c.tau2 + a.variance) * a.relative + a.variance / (c.tau2 + a.variance) * c.mean AS estimate,
    sqrt(c.tau2 * a.variance / (c.tau2 + a.variance)
      + a.variance / (c.tau2 + a.variance) * a.variance / (c.tau2 + a.variance) * c.mean_variance) AS estimate_error
  FROM adjusted AS a
  LEFT JOIN centre AS c
    ON c.scope = a.scope AND c.kind = a.kind AND c.measure = a.measure AND c.procedure = a.procedure AND c.year_to = a.year_to
    AND c.subject = a.subject AND c.level = a.level AND c.grade_to = a.grade_to
)
SELECT
  s.kind,
  s.measure,
  s.procedure,
  s.scope,
  s.scope_id,
  s.municipality_id,
  s.subject,
  s.level,
  s.grade_from,
  s.grade_to,
  s.year_from,
  s.year_to,
  s.n_from,
  s.n_to,
  100 * s.share_from AS value_from,
  100 * s.share_to AS value_to,
  100 * s.change AS difference,
  100 * greatest(-1.0, s.change - sqrt((s.share_to - s.to_lo) * (s.share_to - s.to_lo) + (s.from_hi - s.share_from) * (s.from_hi - s.share_from))) AS lo,
  100 * least(1.0, s.change + sqrt((s.to_hi - s.share_to) * (s.to_hi - s.share_to) + (s.share_from - s.from_lo) * (s.share_from - s.from_lo))) AS hi,
  s.anchor_scope,
  100 * s.anchor_change AS anchor_difference,
  CASE WHEN s.anchor_scope IS NOT NULL THEN 100 * s.relative END AS relative_difference,
  CASE WHEN s.anchor_scope IS NOT NULL THEN 100 * (s.relative - 1.959963984540054 * sqrt(s.variance)) END AS relative_lo,
  CASE WHEN s.anchor_scope IS NOT NULL THEN 100 * (s.relative + 1.959963984540054 * sqrt(s.variance)) END AS relative_hi,
  s.p,
  s.q,
  CAST(s.n_tests AS INTEGER) AS n_tests,
  CASE
    WHEN NOT s.is_large THEN 'мало учеников'
    WHEN s.q > s.fdr THEN 'без изменений'
    WHEN s.relative > 0 THEN 'рост'
    ELSE 'снижение'
  END AS verdict,
  100 * s.estimate AS shrunken,
  100 * (s.estimate - 1.959963984540054 * s.estimate_error) AS shrunken_lo,
  100 * (s.estimate + 1.959963984540054 * s.estimate_error) AS shrunken_hi,
  s.reliability,
  s.year_from < 2025 AND s.year_to >= 2025 AS crosses_redesign
FROM shrunken AS s
