-- How much higher the current marks of a class are than those of classes that do equally well in the other ВПР of the year; in marks, shrunken, with an
-- interval (formulas: docs/methodology/journal-comparison.md). Standardised scores are kept as whole millionths, so sums do not depend on the order.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'leniency_min_n') AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'leniency_min_classes') AS min_classes,
    max(s.value) FILTER (WHERE s.setting = 'journal_min_units') AS min_units,
    max(s.value) FILTER (WHERE s.setting = 'leniency_flag_spreads') AS flag_spreads,
    max(s.value) FILTER (WHERE s.setting = 'leniency_flag_marks') AS flag_marks
  FROM core.seed_analysis_setting AS s
),
moments AS (
  SELECT f.work_id, count(*) AS n, sum(CAST(f.primary_score AS BIGINT)) AS s1, sum(CAST(f.primary_score AS BIGINT) * f.primary_score) AS s2
  FROM core.fct_participant_result AS f
  WHERE f.is_writer
  GROUP BY f.work_id
),
standard AS (
  SELECT m.work_id, CAST(m.s1 AS DOUBLE) / m.n AS mean, nullif(sqrt(CAST(m.n * m.s2 - m.s1 * m.s1 AS DOUBLE) / (CAST(m.n AS DOUBLE) * nullif(m.n - 1, 0))), 0) AS sd
  FROM moments AS m
),
result AS (
  SELECT
    f.work_id, f.group_no, f.journal_mark,
    -- A code is one pupil within a year, a school and a grade. One number instead of five columns: half the time.
    hash(w.year, w.wave, f.school_id, w.actual_grade, f.participant_code) AS pupil_no,
    CASE WHEN f.is_writer THEN CAST(round(1e6 * (f.primary_score - d.mean) / d.sd) AS BIGINT) END AS y
  FROM core.fct_participant_result AS f
  JOIN core.dim_work AS w ON w.work_id = f.work_id
  JOIN standard AS d ON d.work_id = f.work_id
  WHERE w.procedure = 'ВПР'
),
pupil AS (
  SELECT r.pupil_no, sum(r.y) AS sum_y, count(r.y) AS n_y
  FROM result AS r
  GROUP BY r.pupil_no
),
base AS (
  SELECT
    r.work_id, r.group_no, r.pupil_no, CAST(r.journal_mark AS BIGINT) AS j,
    -- Mean of the other works: the work itself is left out, so that its own bias does not hide the journal's.
    CASE WHEN p.n_y - CAST(r.y IS NOT NULL AS INTEGER) > 0
      THEN CAST(round(CAST(p.sum_y - coalesce(r.y, 0) AS DOUBLE) / (p.n_y - CAST(r.y IS NOT NULL AS INTEGER))) AS BIGINT) END AS x
  FROM result AS r
  JOIN pupil AS p ON p.pupil_no = r.pupil_no
  WHERE r.journal_mark IS NOT NULL
),
class AS (
  SELECT
    b.work_id, b.group_no, count(*) AS n_journal, count(b.x) AS n,
    sum(b.j) FILTER (WHERE b.x IS NOT NULL) AS sj, sum(b.j * b.j) FILTER (WHERE b.x IS NOT NULL) AS sjj,
    sum(b.x) AS sx, sum(CAST(b.x AS HUGEINT) * b.x) AS sxx, sum(CAST(b.x AS HUGEINT) * b.j) AS sxj
  FROM base AS b
  GROUP BY b.work_id, b.group_no
),
total AS (
  SELECT c.work_id, sum(c.n) AS n, count(*) AS n_classes, CAST(sum(c.sx) AS DOUBLE) / sum(c.n) AS mean_x, CAST(sum(c.sj) AS DOUBLE) / sum(c.n) AS mean_j
  FROM class AS c
  WHERE c.n > 0
  GROUP BY c.work_id
),
-- Regression on the pupil's own other results and their class mean. The deviation from the class mean and the class mean are orthogonal, so each slope stands alone.
slope AS (
  SELECT
    t.work_id, t.n, t.n_classes, t.mean_x, t.mean_j,
    sum(c.n * (CAST(c.sx AS DOUBLE) / c.n - t.mean_x) * (CAST(c.sj AS DOUBLE) / c.n - t.mean_j) ORDER BY c.group_no)
      / nullif(sum(c.n * (CAST(c.sx AS DOUBLE) / c.n - t.mean_x) * (CAST(c.sx AS DOUBLE) / c.n - t.mean_x) ORDER BY c.group_no), 0) AS between_slope,
    sum(CAST(c.n * c.sxx - CAST(c.sx AS HUGEINT) * c.sx AS DOUBLE) / c.n ORDER BY c.group_no) AS within_xx,
    sum(CAST(c.n * c.sxj - CAST(c.sx AS HUGEINT) * c.sj AS DOUBLE) / c.n ORDER BY c.group_no) AS within_xj,
    sum(CAST(c.n * c.sjj - CAST(c.sj AS HUGEINT) * c.sj AS DOUBLE) / c.n ORDER BY c.group_no) AS within_jj
  FROM total AS t
  JOIN class AS c ON c.work_id = t.work_id AND c.n > 0
  GROUP BY t.work_id, t.n, t.n_classes, t.mean_x, t.mean_j
),
model AS (
  SELECT
    s.*,
    (s.within_jj - s.within_xj * s.within_xj / nullif(s.within_xx, 0)) / nullif(s.n - s.n_classes - 1, 0) AS sigma2
  FROM slope AS s
),
object AS (
  SELECT s.scope_no, s.work_id, s.year, s.scope, s.scope_id, s.municipality_id
  FROM core.int_scope AS s
  WHERE s.as_of <> 'now' AND s.scope IN ('class', 'school', 'municipality')
),
work_row AS (
  SELECT
    o.year, o.scope, o.scope_id, o.municipality_id, o.work_id,
    CAST(sum(c.n_journal) AS INTEGER) AS n_journal,
    CAST(sum(c.n) AS INTEGER) AS n,
    CAST(sum(c.sj) AS DOUBLE) / nullif(sum(c.n), 0) AS mean_j,
    CAST(sum(c.sx) AS DOUBLE) / nullif(sum(c.n), 0) AS mean_x
  FROM class AS c
  JOIN core.int_group_scope AS g ON g.group_no = c.group_no
  JOIN object AS o ON o.scope_no = g.scope_no
  GROUP BY o.year, o.scope, o.scope_id, o.municipality_id, o.work_id
),
region AS (
  SELECT DISTINCT s.work_id, s.scope_id AS region_code FROM core.int_scope AS s WHERE s.as_of <> 'now' AND s.scope = 'region'
),
judged AS (
  SELECT
    w.year, w.scope, w.scope_id, w.municipality_id, w.work_id, 1 AS n_works, w.n_journal, w.n, w.n AS n_pupils, w.mean_j,
    m.mean_j + m.between_slope * (w.mean_x - m.mean_x) AS expected_j,
    m.sigma2 / w.n AS v,
    CASE
      WHEN w.n = 0 THEN 'у учеников с отметкой в журнале нет других ВПР этого года'
      WHEN m.n_classes < s.min_classes THEN 'классов с этой работой ' || m.n_classes || ', нужно не менее ' || CAST(s.min_classes AS INTEGER)
      WHEN m.between_slope IS NULL OR m.sigma2 IS NULL OR m.sigma2 <= 0 THEN 'отметки журнала или результаты не различаются'
      WHEN w.scope = 'municipality' AND r.work_id IS NULL THEN 'других муниципалитетов не загружено'
      WHEN w.n < s.min_n THEN 'учеников ' || w.n || ', нужно не менее ' || CAST(s.min_n AS INTEGER)
    END AS reason
  FROM work_row AS w
  CROSS JOIN setting AS s
  LEFT JOIN model AS m ON m.work_id = w.work_id
  LEFT JOIN region AS r ON r.work_id = w.work_id AND r.region_code = split_part(w.municipality_id, '_', 1)
),
-- Marks of one pupil in several subjects are not independent: the error of a year counts every pupil once.
year_member AS MATERIALIZED (
  SELECT g.group_no, o.year, o.scope, o.scope_id
  FROM object AS o
  JOIN judged AS j ON j.work_id = o.work_id AND j.scope = o.scope AND j.scope_id = o.scope_id AND j.reason IS NULL
  JOIN core.int_group_scope AS g ON g.scope_no = o.scope_no
  WHERE o.scope <> 'class'
),
year_pupil AS (
  SELECT m.year, m.scope, m.scope_id, count(DISTINCT b.pupil_no) AS n_pupils
  FROM base AS b
  JOIN year_member AS m ON m.group_no = b.group_no
  WHERE b.x IS NOT NULL
  GROUP BY m.year, m.scope, m.scope_id
),
year_row AS (
  SELECT
    j.year, j.scope, j.scope_id, j.municipality_id, '' AS work_id, CAST(count(*) AS INTEGER) AS n_works, CAST(sum(j.n_journal) AS INTEGER) AS n_journal, CAST(sum(j.n) AS INTEGER) AS n,
    CAST(any_value(p.n_pupils) AS INTEGER) AS n_pupils,
    sum(j.n * j.mean_j ORDER BY j.work_id) / sum(j.n) AS mean_j,
    sum(j.n * j.expected_j ORDER BY j.work_id) / sum(j.n) AS expected_j,
    sum(CAST(j.n AS DOUBLE) * j.n * j.v ORDER BY j.work_id) / sum(j.n) / any_value(p.n_pupils) AS v,
    CAST(NULL AS VARCHAR) AS reason
  FROM judged AS j
  JOIN year_pupil AS p ON p.year = j.year AND p.scope = j.scope AND p.scope_id = j.scope_id
  WHERE j.scope <> 'class' AND j.reason IS NULL
  GROUP BY j.year, j.scope, j.scope_id, j.municipality_id
),
figure AS (
  SELECT e.*, e.mean_j - e.expected_j AS raw
  FROM (SELECT * FROM judged UNION ALL SELECT * FROM year_row) AS e
),
moment AS (
  SELECT
    f.scope, f.year, f.work_id, count(*) AS k,
    sum(1 / f.v ORDER BY f.scope_id) AS w, sum(1 / (f.v * f.v) ORDER BY f.scope_id) AS w2,
    sum(f.raw / f.v ORDER BY f.scope_id) AS wy, sum(f.raw * f.raw / f.v ORDER BY f.scope_id) AS wy2
  FROM figure AS f
  WHERE f.reason IS NULL
  GROUP BY f.scope, f.year, f.work_id
),
spread AS (
  SELECT m.scope, m.year, m.work_id, m.k, greatest(0.0, (m.wy2 - m.wy * m.wy / m.w - (m.k - 1)) / nullif(m.w - m.w2 / m.w, 0)) AS tau2
  FROM moment AS m
),
estimated AS (
  SELECT
    f.*, t.k, t.tau2 AS spread2,
    CASE WHEN f.reason IS NULL THEN sqrt(f.v) END AS raw_error,
    CASE WHEN f.reason IS NULL AND t.k >= s.min_units THEN t.tau2 END AS tau2,
    greatest(s.flag_spreads * sqrt(t.tau2), s.flag_marks) AS flag_level,
    s.min_units
  FROM figure AS f
  CROSS JOIN setting AS s
  LEFT JOIN spread AS t ON t.scope = f.scope AND t.year = f.year AND t.work_id = f.work_id
),
shrunken AS (
  SELECT
    e.*,
    e.tau2 / (e.tau2 + e.v) AS reliability,
    e.tau2 / (e.tau2 + e.v) * e.raw AS leniency,
    sqrt(e.tau2 * e.v / (e.tau2 + e.v)) AS error
  FROM estimated AS e
),
-- Chance of the own marks alone: is the difference above the level of a flag? One-sided.
tested AS (
  SELECT h.*, CASE WHEN h.tau2 IS NOT NULL THEN (h.raw - h.flag_level) / h.raw_error END AS z
  FROM shrunken AS h
),
ranked AS (
  SELECT
    t.*,
    CASE WHEN t.z > 0 THEN normal_tail(t.z) / 2 ELSE 1 - normal_tail(t.z) / 2 END AS p,
    count(t.z) OVER (PARTITION BY t.scope, t.year, t.work_id = '') AS n_tests,
    row_number() OVER (PARTITION BY t.scope, t.year, t.work_id = '' ORDER BY t.z DESC NULLS LAST, t.scope_id, t.work_id) AS place
  FROM tested AS t
),
adjusted AS (
  SELECT
    r.*,
    CASE WHEN r.p IS NOT NULL THEN min(CASE WHEN r.p IS NOT NULL THEN least(1.0, r.p * r.n_tests / r.place) END) OVER (
      PARTITION BY r.scope, r.year, r.work_id = '' ORDER BY r.place DESC ROWS UNBOUNDED PRECEDING) END AS q
  FROM ranked AS r
)
SELECT
  a.year,
  a.scope,
  a.scope_id,
  a.municipality_id,
  a.work_id,
  CAST(a.n_works AS INTEGER) AS n_works,
  a.n_journal,
  a.n,
  CAST(a.n_pupils AS INTEGER) AS n_pupils,
  a.mean_j AS journal_mean,
  CASE WHEN a.reason IS NULL THEN a.expected_j END AS expected_journal,
  CASE WHEN a.reason IS NULL THEN a.raw END AS raw,
  a.raw_error,
  a.leniency,
  a.leniency - 1.959963984540054 * a.error AS leniency_lo,
  a.leniency + 1.959963984540054 * a.error AS leniency_hi,
  a.reliability,
  CASE WHEN a.k >= a.min_units THEN sqrt(a.spread2) END AS spread,
  CASE WHEN a.tau2 IS NOT NULL THEN a.flag_level END AS flag_level,
  CASE
    WHEN a.leniency = a.flag_level OR a.error = 0 THEN CASE WHEN a.leniency > a.flag_level THEN 1e0 ELSE 0e0 END
    WHEN a.leniency > a.flag_level THEN 1 - normal_tail((a.leniency - a.flag_level) / a.error) / 2
    ELSE normal_tail((a.leniency - a.flag_level) / a.error) / 2
  END AS probability,
  a.p,
  a.q,
  coalesce(a.reason, CASE WHEN coalesce(a.k, 0) < a.min_units THEN 'сравниваемых объектов ' || coalesce(a.k, 0) || ', нужно не менее ' || CAST(a.min_units AS INTEGER) END) AS reason,
  'leniency-2' AS rule_version
FROM adjusted AS a
