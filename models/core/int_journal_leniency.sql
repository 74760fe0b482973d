-- How much higher the current marks of a class are than those of classes that do equally well in the other ВПР of the year, in marks (formulas:
-- docs/methodology/journal-comparison.md): means, variances and what needs all objects together; shrunken where it is read. Standardised scores are kept as whole millionths, so
-- sums do not depend on the order; other sums have theirs, which is made once for all sums of a group.
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
  SELECT g.work_id, count(*) AS n, sum(CAST(f.primary_score AS INTEGER)) AS s1, sum(CAST(f.primary_score AS INTEGER) * f.primary_score) AS s2
  FROM core.int_participant_result AS f
  JOIN core.int_result_group AS g ON g.group_no = f.group_no
  WHERE f.is_writer
  GROUP BY g.work_id
),
standard AS (
  SELECT m.work_id, CAST(m.s1 AS DOUBLE) / m.n AS mean, nullif(sqrt(CAST(m.n * m.s2 - m.s1 * m.s1 AS DOUBLE) / (CAST(m.n AS DOUBLE) * nullif(m.n - 1, 0))), 0) AS sd
  FROM moments AS m
),
result AS (
  SELECT
    g.work_id, f.group_no, f.journal_mark,
    -- A code is one pupil within a year, a school and a grade. One number instead of five columns: half the time.
    hash(w.year, w.wave, g.school_id, w.actual_grade, f.participant_code) AS pupil_no,
    CASE WHEN f.is_writer THEN CAST(round(1e6 * (f.primary_score - d.mean) / d.sd) AS BIGINT) END AS y
  FROM core.int_participant_result AS f
  JOIN core.int_result_group AS g ON g.group_no = f.group_no
  JOIN core.dim_work AS w ON w.work_id = g.work_id
  JOIN standard AS d ON d.work_id = g.work_id
  WHERE w.procedure = 'ВПР'
),
pupil AS (
  SELECT r.pupil_no, sum(r.y) AS sum_y, count(r.y) AS n_y
  FROM result AS r
  GROUP BY r.pupil_no
),
base AS (
  SELECT
    r.work_id, r.group_no, r.pupil_no, CAST(r.journal_mark AS INTEGER) AS j,
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
    -- A standardised score is at most the root of the number of pupils: its square in millionths is a BIGINT for a work of up to nine million.
    sum(b.x) AS sx, sum(b.x * b.x) AS sxx, sum(b.x * b.j) AS sxj
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
ordered_class AS (
  SELECT
    t.work_id, t.n, t.n_classes, t.mean_x, t.mean_j,
    list({
      'n': c.n, 'dx': CAST(c.sx AS DOUBLE) / c.n - t.mean_x, 'dj': CAST(c.sj AS DOUBLE) / c.n - t.mean_j,
      'xx': CAST(c.n * c.sxx - CAST(c.sx AS HUGEINT) * c.sx AS DOUBLE) / c.n,
      'xj': CAST(c.n * c.sxj - CAST(c.sx AS HUGEINT) * c.sj AS DOUBLE) / c.n,
      'jj': CAST(c.n * c.sjj - CAST(c.sj AS HUGEINT) * c.sj AS DOUBLE) / c.n
    } ORDER BY c.group_no) AS classes
  FROM total AS t
  JOIN class AS c ON c.work_id = t.work_id AND c.n > 0
  GROUP BY t.work_id, t.n, t.n_classes, t.mean_x, t.mean_j
),
slope AS (
  SELECT
    o.work_id, o.n, o.n_classes, o.mean_x, o.mean_j,
    list_sum(list_transform(o.classes, lambda c: c.n * c.dx * c.dj)) / nullif(list_sum(list_transform(o.classes, lambda c: c.n * c.dx * c.dx)), 0) AS between_slope,
    list_sum(list_transform(o.classes, lambda c: c.xx)) AS within_xx,
    list_sum(list_transform(o.classes, lambda c: c.xj)) AS within_xj,
    list_sum(list_transform(o.classes, lambda c: c.jj)) AS within_jj
  FROM ordered_class AS o
),
model AS (
  SELECT
    s.*,
    (s.within_jj - s.within_xj * s.within_xj / nullif(s.within_xx, 0)) / nullif(s.n - s.n_classes - 1, 0) AS sigma2
  FROM slope AS s
),
-- A year of a school or municipality goes by a number too; both kinds of numbers follow the ids of the objects within a level and a work or year.
year_object AS (
  SELECT d.*, row_number() OVER (ORDER BY d.year, d.scope, d.scope_id) AS year_no
  FROM (SELECT DISTINCT s.year, s.scope, s.scope_id FROM core.int_scope AS s WHERE s.as_of <> 'now' AND s.scope IN ('school', 'municipality')) AS d
),
object AS (
  SELECT s.scope_no, s.work_id, s.year, s.scope, s.scope_id, s.municipality_id, y.year_no
  FROM core.int_scope AS s
  LEFT JOIN year_object AS y ON y.year = s.year AND y.scope = s.scope AND y.scope_id = s.scope_id
  WHERE s.as_of <> 'now' AND s.scope IN ('class', 'school', 'municipality')
),
work_sum AS (
  SELECT g.scope_no, sum(c.n_journal) AS n_journal, sum(c.n) AS n, sum(c.sj) AS sj, sum(c.sx) AS sx
  FROM class AS c
  JOIN core.int_group_scope AS g ON g.group_no = c.group_no
  GROUP BY g.scope_no
),
work_row AS (
  SELECT
    o.scope_no, o.year_no, o.year, o.scope, o.scope_id, o.municipality_id, o.work_id,
    CAST(w.n_journal AS INTEGER) AS n_journal,
    CAST(w.n AS INTEGER) AS n,
    CAST(w.sj AS DOUBLE) / nullif(w.n, 0) AS mean_j,
    CAST(w.sx AS DOUBLE) / nullif(w.n, 0) AS mean_x
  FROM work_sum AS w
  JOIN object AS o ON o.scope_no = w.scope_no
),
region AS (
  SELECT DISTINCT s.work_id, s.scope_id AS region_code FROM core.int_scope AS s WHERE s.as_of <> 'now' AND s.scope = 'region'
),
judged AS (
  SELECT
    w.scope_no, w.year_no, w.year, w.scope, w.scope_id, w.municipality_id, w.work_id, 1 AS n_works, w.n_journal, w.n, w.n AS n_pupils, w.mean_j,
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
  SELECT g.group_no, j.year_no
  FROM judged AS j
  JOIN core.int_group_scope AS g ON g.scope_no = j.scope_no
  WHERE j.year_no IS NOT NULL AND j.reason IS NULL
),
year_pupil AS (
  SELECT m.year_no, count(DISTINCT b.pupil_no) AS n_pupils
  FROM base AS b
  JOIN year_member AS m ON m.group_no = b.group_no
  WHERE b.x IS NOT NULL
  GROUP BY m.year_no
),
year_sum AS (
  SELECT
    j.year_no, j.year, j.scope, j.scope_id, j.municipality_id, CAST(count(*) AS INTEGER) AS n_works, CAST(sum(j.n_journal) AS INTEGER) AS n_journal, CAST(sum(j.n) AS INTEGER) AS n,
    list({'j': j.n * j.mean_j, 'e': j.n * j.expected_j, 'v': CAST(j.n AS DOUBLE) * j.n * j.v} ORDER BY j.work_id) AS works
  FROM judged AS j
  WHERE j.year_no IS NOT NULL AND j.reason IS NULL
  GROUP BY j.year_no, j.year, j.scope, j.scope_id, j.municipality_id
),
year_row AS (
  SELECT
    CAST(NULL AS BIGINT) AS scope_no, s.year_no, s.year, s.scope, s.scope_id, s.municipality_id, '' AS work_id, s.n_works, s.n_journal, s.n,
    CAST(p.n_pupils AS INTEGER) AS n_pupils,
    list_sum(list_transform(s.works, lambda w: w.j)) / s.n AS mean_j,
    list_sum(list_transform(s.works, lambda w: w.e)) / s.n AS expected_j,
    list_sum(list_transform(s.works, lambda w: w.v)) / s.n / p.n_pupils AS v,
    CAST(NULL AS VARCHAR) AS reason
  FROM year_sum AS s
  JOIN year_pupil AS p ON p.year_no = s.year_no
),
figure AS (
  SELECT e.*, e.mean_j - e.expected_j AS raw
  FROM (SELECT * FROM judged UNION ALL SELECT * FROM year_row) AS e
),
ordered_object AS (
  SELECT f.scope, f.year, f.work_id, list({'v': f.v, 'raw': f.raw} ORDER BY coalesce(f.scope_no, f.year_no)) AS objects
  FROM figure AS f
  WHERE f.reason IS NULL
  GROUP BY f.scope, f.year, f.work_id
),
moment AS (
  SELECT
    o.scope, o.year, o.work_id, len(o.objects) AS k,
    list_sum(list_transform(o.objects, lambda x: 1 / x.v)) AS w, list_sum(list_transform(o.objects, lambda x: 1 / (x.v * x.v))) AS w2,
    list_sum(list_transform(o.objects, lambda x: x.raw / x.v)) AS wy, list_sum(list_transform(o.objects, lambda x: x.raw * x.raw / x.v)) AS wy2
  FROM ordered_object AS o
),
spread AS (
  SELECT m.scope, m.year, m.work_id, m.k, greatest(0.0, (m.wy2 - m.wy * m.wy / m.w - (m.k - 1)) / nullif(m.w - m.w2 / m.w, 0)) AS tau2
  FROM moment AS m
),
-- Only what is tested is ordered. Chance of the own marks alone: is the difference above the level of a flag? One-sided. Equal z have an equal q in whatever order they stand.
tested AS (
  SELECT f.scope_no, f.year_no, f.scope, f.year, f.scope_no IS NULL AS is_year, (f.raw - greatest(s.flag_spreads * sqrt(t.tau2), s.flag_marks)) / sqrt(f.v) AS z
  FROM figure AS f
  CROSS JOIN setting AS s
  JOIN spread AS t ON t.scope = f.scope AND t.year = f.year AND t.work_id = f.work_id
  WHERE f.reason IS NULL AND t.k >= s.min_units
),
ranked AS (
  SELECT
    t.*,
    CASE WHEN t.z > 0 THEN normal_tail(t.z) / 2 ELSE 1 - normal_tail(t.z) / 2 END AS p,
    count(*) OVER (PARTITION BY t.scope, t.year, t.is_year) AS n_tests,
    row_number() OVER (PARTITION BY t.scope, t.year, t.is_year ORDER BY t.z DESC) AS place
  FROM tested AS t
  WHERE t.z IS NOT NULL
),
adjusted AS (
  SELECT
    r.scope_no, r.year_no, r.is_year,
    min(least(1.0, r.p * r.n_tests / r.place)) OVER (PARTITION BY r.scope, r.year, r.is_year ORDER BY r.place DESC ROWS UNBOUNDED PRECEDING) AS q
  FROM ranked AS r
)
SELECT
  f.year,
  f.scope_no,
  CASE WHEN f.scope_no IS NULL THEN f.scope END AS scope,
  CASE WHEN f.scope_no IS NULL THEN f.scope_id END AS scope_id,
  CASE WHEN f.scope_no IS NULL THEN f.municipality_id END AS municipality_id,
  CAST(f.n_works AS INTEGER) AS n_works,
  f.n_journal,
  f.n,
  CAST(f.n_pupils AS INTEGER) AS n_pupils,
  f.mean_j AS journal_mean,
  CASE WHEN f.reason IS NULL THEN f.expected_j END AS expected_journal,
  CASE WHEN f.reason IS NULL THEN f.v END AS variance,
  CAST(t.k AS INTEGER) AS n_units,
  t.tau2,
  coalesce(w.q, y.q) AS q,
  f.reason
FROM figure AS f
LEFT JOIN spread AS t ON t.scope = f.scope AND t.year = f.year AND t.work_id = f.work_id
LEFT JOIN adjusted AS w ON w.scope_no = f.scope_no
LEFT JOIN adjusted AS y ON y.is_year AND y.year_no = CASE WHEN f.scope_no IS NULL THEN f.year_no END
