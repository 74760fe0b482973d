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
-- The years to be compared with earlier ones: all, or those of the partitions being built, which see the years they look back to as well.
later AS (
  SELECT w.* FROM work AS w WHERE w.year IN (SELECT y.year_to FROM core.int_year_reach AS y)
),
-- Each with the nearest earlier year of the same grade, and of the same cohort.
earlier AS (
  SELECT
    CASE WHEN b.grade = a.grade THEN 'same_grade' ELSE 'same_cohort' END AS kind,
    b.procedure, b.scope, b.scope_id, b.municipality_id, b.subject, b.level,
    a.grade AS grade_from, b.grade AS grade_to, a.year AS year_from, b.year AS year_to,
    a.n AS n_from, b.n AS n_to, a.n_pass AS pass_from, b.n_pass AS pass_to, a.n_quality AS quality_from, b.n_quality AS quality_to
  FROM later AS b
  JOIN work AS a
    ON a.procedure = b.procedure AND a.scope = b.scope AND a.scope_id = b.scope_id
    AND a.subject = b.subject AND a.level = b.level AND a.year < b.year
    AND (a.grade = b.grade OR b.grade - a.grade = b.year - a.year)
  CROSS JOIN setting AS s
  WHERE b.year - a.year <= s.max_gap
),
nearest AS (
  SELECT e.*
  FROM earlier AS e
  QUALIFY row_number() OVER (PARTITION BY e.procedure, e.scope, e.scope_id, e.subject, e.level, e.grade_to, e.year_to, e.kind ORDER BY e.year_from DESC) = 1
),
-- What an object is set against: the country, else its region, else its municipality without itself. One join on equal columns for each of them: an OR over
-- the three would compare every object with every other.
upper AS (
  SELECT n.* FROM nearest AS n WHERE n.scope <> 'school'
),
candidate AS (
  SELECT
    n.kind, n.procedure, n.scope, n.scope_id, n.subject, n.level, n.grade_to, n.year_to, 1 AS anchor_order, 'country' AS anchor_scope,
    u.n_from, u.n_to, u.pass_from, u.pass_to, u.quality_from, u.quality_to
  FROM nearest AS n
  JOIN upper AS u
    ON u.scope = 'country' AND u.kind = n.kind AND u.procedure = n.procedure AND u.subject = n.subject AND u.level = n.level
    AND u.grade_from = n.grade_from AND u.grade_to = n.grade_to AND u.year_from = n.year_from AND u.year_to = n.year_to
  WHERE n.scope <> 'country'
  UNION ALL
  SELECT
    n.kind, n.procedure, n.scope, n.scope_id, n.subject, n.level, n.grade_to, n.year_to, 2, 'region',
    u.n_from, u.n_to, u.pass_from, u.pass_to, u.quality_from, u.quality_to
  FROM nearest AS n
  JOIN upper AS u
    ON u.scope = 'region' AND u.scope_id = split_part(n.municipality_id, '_', 1)
    AND u.kind = n.kind AND u.procedure = n.procedure AND u.subject = n.subject AND u.level = n.level
    AND u.grade_from = n.grade_from AND u.grade_to = n.grade_to AND u.year_from = n.year_from AND u.year_to = n.year_to
  WHERE n.scope IN ('municipality', 'school')
  UNION ALL
  SELECT
    n.kind, n.procedure, n.scope, n.scope_id, n.subject, n.level, n.grade_to, n.year_to, 3, 'municipality',
    u.n_from - n.n_from, u.n_to - n.n_to, u.pass_from - n.pass_from, u.pass_to - n.pass_to, u.quality_from - n.quality_from, u.quality_to - n.quality_to
  FROM nearest AS n
  JOIN upper AS u
    ON u.scope = 'municipality' AND u.scope_id = n.municipality_id
    AND u.kind = n.kind AND u.procedure = n.procedure AND u.subject = n.subject AND u.level = n.level
    AND u.grade_from = n.grade_from AND u.grade_to = n.grade_to AND u.year_from = n.year_from AND u.year_to = n.year_to
  WHERE n.scope = 'school' AND u.n_from > n.n_from AND u.n_to > n.n_to
),
anchor AS (
  SELECT c.*
  FROM candidate AS c
  QUALIFY row_number() OVER (PARTITION BY c.kind, c.procedure, c.scope, c.scope_id, c.subject, c.level, c.grade_to, c.year_to ORDER BY c.anchor_order) = 1
),
anchored AS (
  SELECT
    n.*, a.anchor_scope, a.n_from AS anchor_n_from, a.n_to AS anchor_n_to,
    a.pass_from AS anchor_pass_from, a.pass_to AS anchor_pass_to, a.quality_from AS anchor_quality_from, a.quality_to AS anchor_quality_to
  FROM nearest AS n
  LEFT JOIN anchor AS a
    ON a.kind = n.kind AND a.procedure = n.procedure AND a.scope = n.scope AND a.scope_id = n.scope_id
    AND a.subject = n.subject AND a.level = n.level AND a.grade_to = n.grade_to AND a.year_to = n.year_to
),
-- From here on the two shares go their own ways.
pair AS (
  SELECT
    a.kind, 'pass' AS measure, a.procedure, a.scope, a.scope_id, a.municipality_id, a.subject, a.level, a.grade_from, a.grade_to, a.year_from, a.year_to,
    a.n_from, a.pass_from AS k_from, a.n_to, a.pass_to AS k_to,
    a.anchor_scope, a.anchor_n_from, a.anchor_pass_from AS anchor_k_from, a.anchor_n_to, a.anchor_pass_to AS anchor_k_to
  FROM anchored AS a
  UNION ALL
  SELECT
    a.kind, 'quality', a.procedure, a.scope, a.scope_id, a.municipality_id, a.subject, a.level, a.grade_from, a.grade_to, a.year_from, a.year_to,
    a.n_from, a.quality_from, a.n_to, a.quality_to,
    a.anchor_scope, a.anchor_n_from, a.anchor_quality_from, a.anchor_n_to, a.anchor_quality_to
  FROM anchored AS a
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
    CAST(p.anchor_k_to AS DOUBLE) / p.anchor_n_to - CAST(p.anchor_k_from AS DOUBLE) / p.anchor_n_from AS anchor_change,
    -- Two successes and two failures are added, so that a share of 0 or 1 has a variance (Agresti & Coull 1998).
    (p.k_from + 2.0) / (p.n_from + 4.0) * (1 - (p.k_from + 2.0) / (p.n_from + 4.0)) / p.n_from
      + (p.k_to + 2.0) / (p.n_to + 4.0) * (1 - (p.k_to + 2.0) / (p.n_to + 4.0)) / p.n_to
      + coalesce(
        (p.anchor_k_from + 2.0) / (p.anchor_n_from + 4.0) * (1 - (p.anchor_k_from + 2.0) / (p.anchor_n_from + 4.0)) / p.anchor_n_from
          + (p.anchor_k_to + 2.0) / (p.anchor_n_to + 4.0) * (1 - (p.anchor_k_to + 2.0) / (p.anchor_n_to + 4.0)) / p.anchor_n_to, 0) AS variance
  FROM pair AS p
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
-- The windows see only what they need: all other columns would be sorted with it, twice.
family AS (
  SELECT
    t.scope, t.kind, t.measure, t.procedure, t.year_to,
    count(t.p) AS n_tests,
    row_number() OVER (ORDER BY t.scope, t.kind, t.measure, t.procedure, t.year_to) AS family_no
  FROM tested AS t
  GROUP BY t.scope, t.kind, t.measure, t.procedure, t.year_to
),
ranked AS (
  SELECT
    f.family_no, f.n_tests, t.scope_id, t.subject, t.level, t.grade_to, t.p,
    row_number() OVER (PARTITION BY f.family_no ORDER BY t.p, t.scope_id, t.subject, t.level, t.grade_to) AS place
  FROM tested AS t
  JOIN family AS f ON f.scope = t.scope AND f.kind = t.kind AND f.measure = t.measure AND f.procedure = t.procedure AND f.year_to = t.year_to
  WHERE t.p IS NOT NULL
),
adjusted AS (
  SELECT
    r.family_no, r.scope_id, r.subject, r.level, r.grade_to,
    min(least(1.0, r.p * r.n_tests / r.place)) OVER (PARTITION BY r.family_no ORDER BY r.place DESC ROWS UNBOUNDED PRECEDING) AS q
  FROM ranked AS r
),
-- Variance of true changes between schools: DerSimonian & Laird. The schools of a comparison are put in order once, which decides the last bits of all its sums.
school AS (
  SELECT
    a.scope, a.kind, a.measure, a.procedure, a.year_to, a.subject, a.level, a.grade_to,
    list_sort(list({'scope_id': a.scope_id, 'year_from': a.year_from, 'grade_from': a.grade_from, 'variance': a.variance, 'relative': a.relative})) AS units
  FROM tested AS a
  WHERE a.scope = 'school'
  GROUP BY a.scope, a.kind, a.measure, a.procedure, a.year_to, a.subject, a.level, a.grade_to
  -- Fewer units say too little about how schools differ.
  HAVING count(*) >= 10
),
moment AS (
  SELECT
    s.*,
    list_sum(list_transform(s.units, u -> 1 / u.variance)) AS w,
    list_sum(list_transform(s.units, u -> 1 / (u.variance * u.variance))) AS w2,
    list_sum(list_transform(s.units, u -> u.relative / u.variance)) AS wy,
    list_sum(list_transform(s.units, u -> u.relative * u.relative / u.variance)) AS wy2
  FROM school AS s
),
between_school AS (
  SELECT m.*, greatest(0.0, (m.wy2 - m.wy * m.wy / m.w - (len(m.units) - 1)) / (m.w - m.w2 / m.w)) AS tau2
  FROM moment AS m
),
centre AS (
  SELECT
    b.scope, b.kind, b.measure, b.procedure, b.year_to, b.subject, b.level, b.grade_to, b.tau2,
    list_sum(list_transform(b.units, u -> u.relative / (u.variance + b.tau2))) / list_sum(list_transform(b.units, u -> 1 / (u.variance + b.tau2))) AS mean,
    1 / list_sum(list_transform(b.units, u -> 1 / (u.variance + b.tau2))) AS mean_variance
  FROM between_school AS b
),
shrunken AS (
  SELECT
    a.*, f.n_tests, q.q,
    c.tau2 / (c.tau2 + a.variance) AS reliability,
    c.tau2 / (c.tau2 + a.variance) * a.relative + a.variance / (c.tau2 + a.variance) * c.mean AS estimate,
    sqrt(c.tau2 * a.variance / (c.tau2 + a.variance)
      + a.variance / (c.tau2 + a.variance) * a.variance / (c.tau2 + a.variance) * c.mean_variance) AS estimate_error
  FROM tested AS a
  JOIN family AS f ON f.scope = a.scope AND f.kind = a.kind AND f.measure = a.measure AND f.procedure = a.procedure AND f.year_to = a.year_to
  LEFT JOIN adjusted AS q ON q.family_no = f.family_no AND q.scope_id = a.scope_id AND q.subject = a.subject AND q.level = a.level AND q.grade_to = a.grade_to
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
