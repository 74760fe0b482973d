-- ВПР marks against journal marks, set against what pupils with the same journal mark got in the same work in other schools (formulas:
-- docs/methodology/journal-comparison.md): counts, sums and what needs all objects together. Shares, intervals and words are made where they are read.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'journal_min_n') AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'journal_gap2_min_n') AS gap2_min_n,
    max(s.value) FILTER (WHERE s.setting = 'journal_min_peers') AS min_peers,
    max(s.value) FILTER (WHERE s.setting = 'journal_min_reference') AS min_reference,
    max(s.value) FILTER (WHERE s.setting = 'journal_min_units') AS min_units
  FROM core.seed_analysis_setting AS s
),
object AS (
  SELECT
    s.scope_no, s.work_id, s.year, s.scope, s.scope_id, s.municipality_id, s.school_id,
    -- The class is compared without its whole school, so that a habit of the school stays visible.
    CASE WHEN s.scope = 'class' THEN 'school' ELSE s.scope END AS unit_scope,
    CASE WHEN s.scope = 'class' THEN s.school_id ELSE s.scope_id END AS unit_id,
    CASE WHEN s.scope = 'region' THEN s.scope_id ELSE split_part(s.municipality_id, '_', 1) END AS region_code
  FROM core.int_scope AS s
  WHERE s.as_of <> 'now'
),
-- Counts by journal mark, of every object.
own AS (
  SELECT
    c.scope_no, c.journal_mark, CAST(sum(c.n) AS INTEGER) AS n,
    CAST(coalesce(sum(c.n) FILTER (WHERE c.mark < c.journal_mark), 0) AS INTEGER) AS lowered,
    CAST(coalesce(sum(c.n) FILTER (WHERE c.mark = c.journal_mark), 0) AS INTEGER) AS confirmed,
    CAST(coalesce(sum(c.n) FILTER (WHERE c.mark > c.journal_mark), 0) AS INTEGER) AS raised,
    CAST(coalesce(sum(c.n) FILTER (WHERE c.mark <= c.journal_mark - 2), 0) AS INTEGER) AS gap2_down,
    CAST(coalesce(sum(c.n) FILTER (WHERE c.mark >= c.journal_mark + 2), 0) AS INTEGER) AS gap2_up
  FROM core.int_journal_cell AS c
  GROUP BY c.scope_no, c.journal_mark
),
whole AS (
  SELECT w.scope_no, CAST(sum(w.n) AS INTEGER) AS n FROM own AS w GROUP BY w.scope_no
),
-- Schools with both marks, in the municipality and in the region.
peer AS (
  SELECT o.work_id, o.municipality_id, o.region_code, count(DISTINCT o.scope_id) AS n_schools
  FROM object AS o
  WHERE o.scope = 'school' AND o.scope_no IN (SELECT w.scope_no FROM whole AS w)
  GROUP BY o.work_id, o.municipality_id, o.region_code
),
region_peer AS (
  SELECT p.work_id, p.region_code, sum(p.n_schools) AS n_schools FROM peer AS p GROUP BY p.work_id, p.region_code
),
-- A unit (school or municipality) and the pool it is compared with: its region where two municipalities or more are loaded, else its municipality.
unit AS (
  SELECT
    u.scope_no, u.work_id, u.scope, u.scope_id,
    CASE WHEN r.scope_no IS NOT NULL THEN r.scope_no WHEN u.scope = 'school' THEN m.scope_no END AS pool_no,
    CASE WHEN r.scope_no IS NOT NULL THEN 'region' WHEN u.scope = 'school' THEN 'municipality' END AS reference_scope,
    CASE WHEN r.scope_no IS NOT NULL THEN q.n_schools ELSE p.n_schools END - CASE u.scope WHEN 'school' THEN 1 ELSE p.n_schools END AS n_peers
  FROM object AS u
  JOIN whole AS w ON w.scope_no = u.scope_no
  LEFT JOIN object AS r ON r.scope = 'region' AND r.work_id = u.work_id AND r.scope_id = u.region_code
  LEFT JOIN object AS m ON m.scope = 'municipality' AND m.work_id = u.work_id AND m.scope_id = u.municipality_id
  LEFT JOIN peer AS p ON p.work_id = u.work_id AND p.municipality_id = u.municipality_id
  LEFT JOIN region_peer AS q ON q.work_id = u.work_id AND q.region_code = u.region_code
  WHERE u.scope IN ('school', 'municipality')
),
-- Shares among the others (the pool without the unit) with half a pupil added to each of the four marks (Jeffreys), so that no expectation is 0 or 1.
chance AS (
  SELECT
    u.scope_no, o.journal_mark, p.n - o.n AS n_others,
    CAST(p.lowered - o.lowered + 0.5 * (o.journal_mark - 2) AS DOUBLE) / (p.n - o.n + 2) AS lowered,
    CAST(p.confirmed - o.confirmed + 0.5 AS DOUBLE) / (p.n - o.n + 2) AS confirmed,
    CAST(p.raised - o.raised + 0.5 * (5 - o.journal_mark) AS DOUBLE) / (p.n - o.n + 2) AS raised,
    CAST(p.gap2_down - o.gap2_down + 0.5 * greatest(o.journal_mark - 3, 0) AS DOUBLE) / (p.n - o.n + 2) AS gap2_down,
    CAST(p.gap2_up - o.gap2_up + 0.5 * greatest(4 - o.journal_mark, 0) AS DOUBLE) / (p.n - o.n + 2) AS gap2_up
  FROM unit AS u
  JOIN own AS o ON o.scope_no = u.scope_no
  JOIN own AS p ON p.scope_no = u.pool_no AND p.journal_mark = o.journal_mark
),
work AS (
  SELECT d.work_id, row_number() OVER (ORDER BY d.work_id) AS work_order FROM (SELECT DISTINCT o.work_id FROM object AS o) AS d
),
year_object AS (
  SELECT d.*, row_number() OVER (ORDER BY d.scope, d.scope_id, d.year, d.municipality_id) AS year_no
  FROM (SELECT DISTINCT o.scope, o.scope_id, o.year, o.municipality_id FROM object AS o WHERE o.scope IN ('school', 'municipality')) AS d
),
-- Objects that get a row, the unit whose others they are set against, and numbers for their keys: what follows counts rows by numbers, and keys and
-- words come back at the end, because a million rows with texts would go through every step. A family of tests is a level and a year; the spread is that of a level and a work.
-- Numbers of objects follow their ids within a level and a work.
judged_object AS (
  SELECT
    o.scope_no, o.work_id, o.year, o.scope, o.scope_id, o.municipality_id, u.scope_no AS unit_no, u.reference_scope, u.n_peers, p.n - w.n AS n_reference,
    CASE WHEN u.pool_no IS NULL THEN 'pool' WHEN u.n_peers < s.min_peers THEN 'peers' WHEN p.n - w.n < s.min_reference THEN 'reference' END AS no_expectation,
    4 * o.year + l.level_no AS family_no, 4 * (o.scope_no >> 24) + l.level_no AS spread_no, y.year_no, k.work_order
  FROM object AS o
  JOIN (VALUES ('class', 1), ('school', 2), ('municipality', 3)) AS l(scope, level_no) ON l.scope = o.scope
  JOIN work AS k ON k.work_id = o.work_id
  LEFT JOIN year_object AS y ON y.scope = o.scope AND y.scope_id = o.scope_id AND y.year = o.year AND y.municipality_id = o.municipality_id
  JOIN whole AS h ON h.scope_no = o.scope_no
  LEFT JOIN unit AS u ON u.work_id = o.work_id AND u.scope = o.unit_scope AND u.scope_id = o.unit_id
  LEFT JOIN whole AS w ON w.scope_no = u.scope_no
  LEFT JOIN whole AS p ON p.scope_no = u.pool_no
  CROSS JOIN setting AS s
),
-- One journal mark of an object: pupils, and by measure (1 lowered, 2 confirmed, 3 raised, 4 gap2_down, 5 gap2_up) the pupils of the measure, their expectation, its variance by
-- the chance of the pupils and by that of the shares among the others.
term AS (
  SELECT
    w.scope_no, w.journal_mark, w.n,
    [
      {'k': w.lowered, 'e': w.n * c.lowered, 'v': w.n * c.lowered * (1 - c.lowered), 'u': CAST(w.n AS DOUBLE) * w.n * c.lowered * (1 - c.lowered) / (c.n_others + 3)},
      {'k': w.confirmed, 'e': w.n * c.confirmed, 'v': w.n * c.confirmed * (1 - c.confirmed), 'u': CAST(w.n AS DOUBLE) * w.n * c.confirmed * (1 - c.confirmed) / (c.n_others + 3)},
      {'k': w.raised, 'e': w.n * c.raised, 'v': w.n * c.raised * (1 - c.raised), 'u': CAST(w.n AS DOUBLE) * w.n * c.raised * (1 - c.raised) / (c.n_others + 3)},
      {'k': w.gap2_down, 'e': w.n * c.gap2_down, 'v': w.n * c.gap2_down * (1 - c.gap2_down), 'u': CAST(w.n AS DOUBLE) * w.n * c.gap2_down * (1 - c.gap2_down) / (c.n_others + 3)},
      {'k': w.gap2_up, 'e': w.n * c.gap2_up, 'v': w.n * c.gap2_up * (1 - c.gap2_up), 'u': CAST(w.n AS DOUBLE) * w.n * c.gap2_up * (1 - c.gap2_up) / (c.n_others + 3)}
    ] AS m
  FROM own AS w
  JOIN judged_object AS o ON o.scope_no = w.scope_no
  LEFT JOIN chance AS c ON c.scope_no = o.unit_no AND c.journal_mark = w.journal_mark
),
-- The marks of an object side by side, so that sums are added up in the order of the marks without sorting or grouping.
beside AS (
  SELECT
    o.scope_no, o.family_no, o.spread_no, o.year_no, o.work_order, o.no_expectation IS NULL AS is_expected,
    coalesce(a.n, 0) + coalesce(b.n, 0) + coalesce(c.n, 0) + coalesce(d.n, 0) AS n,
    unnest([1, 2, 3, 4, 5]) AS measure_no, unnest(a.m) AS m2, unnest(b.m) AS m3, unnest(c.m) AS m4, unnest(d.m) AS m5
  FROM judged_object AS o
  LEFT JOIN term AS a ON a.scope_no = o.scope_no AND a.journal_mark = 2
  LEFT JOIN term AS b ON b.scope_no = o.scope_no AND b.journal_mark = 3
  LEFT JOIN term AS c ON c.scope_no = o.scope_no AND c.journal_mark = 4
  LEFT JOIN term AS d ON d.scope_no = o.scope_no AND d.journal_mark = 5
),
judged AS (
  SELECT
    b.scope_no AS row_no, b.family_no, b.spread_no, b.year_no, b.work_order, b.measure_no, CAST(b.n AS INTEGER) AS n,
    CAST(coalesce(b.m2.k, 0) + coalesce(b.m3.k, 0) + coalesce(b.m4.k, 0) + coalesce(b.m5.k, 0) AS INTEGER) AS k, b.is_expected,
    coalesce(b.m2.e, 0e0) + coalesce(b.m3.e, 0e0) + coalesce(b.m4.e, 0e0) + coalesce(b.m5.e, 0e0) AS expected,
    coalesce(b.m2.v, 0e0) + coalesce(b.m3.v, 0e0) + coalesce(b.m4.v, 0e0) + coalesce(b.m5.v, 0e0) AS variance,
    coalesce(b.m2.u, 0e0) + coalesce(b.m3.u, 0e0) + coalesce(b.m4.u, 0e0) + coalesce(b.m5.u, 0e0) AS variance_expected
  FROM beside AS b
),
-- All works of a year: only those with an expectation, so that both sides count the same pupils. Its numbers are below 0. The works are put in order once, not for every sum.
year_sum AS (
  SELECT
    j.year_no, j.family_no, j.measure_no, CAST(sum(j.n) AS INTEGER) AS n, CAST(sum(j.k) AS INTEGER) AS k,
    list_sort(list({'o': j.work_order, 'e': j.expected, 'v': j.variance, 'u': j.variance_expected})) AS works
  FROM judged AS j
  WHERE j.year_no IS NOT NULL AND j.is_expected
  GROUP BY j.year_no, j.family_no, j.measure_no
),
year_row AS (
  SELECT
    -y.year_no AS row_no, -y.family_no AS family_no, -y.family_no AS spread_no, y.measure_no, y.n, y.k, TRUE AS is_expected,
    list_sum(list_transform(y.works, lambda x: x.e)) AS expected, list_sum(list_transform(y.works, lambda x: x.v)) AS variance,
    list_sum(list_transform(y.works, lambda x: x.u)) AS variance_expected
  FROM year_sum AS y
),
counted AS (
  SELECT j.row_no, j.family_no, j.spread_no, j.measure_no, j.n, j.k, j.is_expected, j.expected, j.variance, j.variance_expected FROM judged AS j
  UNION ALL
  SELECT y.* FROM year_row AS y
),
figure AS (
  SELECT
    e.row_no, e.family_no, e.spread_no, e.measure_no, e.n, e.k,
    CASE WHEN e.is_expected THEN e.expected END AS expected,
    CASE WHEN e.is_expected THEN e.variance + e.variance_expected END AS variance,
    CASE WHEN e.is_expected THEN (e.k - e.expected) / e.n END AS difference,
    CASE WHEN e.is_expected THEN (e.variance + e.variance_expected) / (CAST(e.n AS DOUBLE) * e.n) END AS v,
    e.n >= CASE WHEN e.measure_no IN (4, 5) THEN s.gap2_min_n ELSE s.min_n END AS is_large
  FROM counted AS e
  CROSS JOIN setting AS s
),
-- Variance between honest and other objects of the same work: DerSimonian & Laird.
-- The objects of a work are put in order once, not for every sum.
ordered AS (
  SELECT f.spread_no, f.measure_no, list({'v': f.v, 'd': f.difference} ORDER BY abs(f.row_no)) AS objects
  FROM figure AS f
  WHERE f.v > 0 AND f.is_large
  GROUP BY f.spread_no, f.measure_no
),
moment AS (
  SELECT
    o.spread_no, o.measure_no, len(o.objects) AS k,
    list_sum(list_transform(o.objects, lambda x: 1 / x.v)) AS w, list_sum(list_transform(o.objects, lambda x: 1 / (x.v * x.v))) AS w2,
    list_sum(list_transform(o.objects, lambda x: x.d / x.v)) AS wy, list_sum(list_transform(o.objects, lambda x: x.d * x.d / x.v)) AS wy2
  FROM ordered AS o
),
spread AS (
  SELECT m.spread_no, m.measure_no, m.k AS n_units, greatest(0.0, (m.wy2 - m.wy * m.wy / m.w - (m.k - 1)) / nullif(m.w - m.w2 / m.w, 0)) AS tau2
  FROM moment AS m
),
tested AS (
  SELECT
    f.*, t.n_units, t.tau2,
    CASE WHEN f.is_large AND f.v > 0 AND t.n_units >= s.min_units
      -- Half a pupil of continuity: counts are whole.
      THEN sign(f.difference) * greatest(abs(f.difference) - 0.5 / f.n, 0) / sqrt(f.v + t.tau2) END AS z
  FROM figure AS f
  CROSS JOIN setting AS s
  LEFT JOIN spread AS t ON t.spread_no = f.spread_no AND t.measure_no = f.measure_no
),
-- Only what is tested is ordered: most rows are too small to be. Equal p have an equal q in whatever order they stand.
family AS (
  SELECT t.family_no, t.measure_no, count(*) AS n_tests
  FROM tested AS t
  WHERE t.z IS NOT NULL AND t.measure_no <> 2
  GROUP BY t.family_no, t.measure_no
),
ranked AS (
  SELECT
    t.row_no, t.measure_no, t.family_no, normal_tail(t.z) AS p,
    row_number() OVER (PARTITION BY t.family_no, t.measure_no ORDER BY normal_tail(t.z)) AS place
  FROM tested AS t
  WHERE t.z IS NOT NULL AND t.measure_no <> 2
),
adjusted AS (
  SELECT
    r.row_no, r.measure_no,
    min(least(1.0, r.p * f.n_tests / r.place)) OVER (PARTITION BY r.family_no, r.measure_no ORDER BY r.place DESC ROWS UNBOUNDED PRECEDING) AS q
  FROM ranked AS r
  JOIN family AS f ON f.family_no = r.family_no AND f.measure_no = r.measure_no
),
-- What is said of an object once; of a year, which no number stands for, also its key.
named AS (
  SELECT
    o.scope_no AS row_no, o.year, o.scope_no, CAST(NULL AS VARCHAR) AS scope, CAST(NULL AS VARCHAR) AS scope_id, CAST(NULL AS VARCHAR) AS municipality_id, 1 AS n_works,
    o.reference_scope, CAST(o.n_peers AS INTEGER) AS n_peers, CAST(o.n_reference AS INTEGER) AS n_reference, o.no_expectation
  FROM judged_object AS o
  UNION ALL
  SELECT -o.year_no, o.year, NULL, o.scope, o.scope_id, o.municipality_id, CAST(count(*) AS INTEGER), min(o.reference_scope), CAST(min(o.n_peers) AS INTEGER), CAST(sum(o.n_reference) AS INTEGER), NULL
  FROM judged_object AS o
  WHERE o.year_no IS NOT NULL AND o.no_expectation IS NULL
  GROUP BY o.year_no, o.year, o.scope, o.scope_id, o.municipality_id
)
SELECT
  d.year,
  d.scope_no,
  d.scope,
  d.scope_id,
  d.municipality_id,
  ['lowered', 'confirmed', 'raised', 'gap2_down', 'gap2_up'][a.measure_no] AS measure,
  d.n_works,
  a.n,
  a.k AS observed_n,
  d.reference_scope,
  d.n_peers,
  d.n_reference,
  d.no_expectation,
  a.expected,
  a.variance,
  CAST(a.n_units AS INTEGER) AS n_units,
  a.tau2,
  x.q,
  CAST(coalesce(f.n_tests, 0) AS INTEGER) AS n_tests
FROM tested AS a
JOIN named AS d ON d.row_no = a.row_no
LEFT JOIN adjusted AS x ON x.row_no = a.row_no AND x.measure_no = a.measure_no
LEFT JOIN family AS f ON f.family_no = a.family_no AND f.measure_no = a.measure_no
