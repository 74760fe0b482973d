-- ВПР marks against journal marks, set against what pupils with the same journal mark got in the same work in other schools (formulas:
-- docs/methodology/journal-comparison.md). Both directions apart; agreement is information only.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'journal_min_n') AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'journal_gap2_min_n') AS gap2_min_n,
    max(s.value) FILTER (WHERE s.setting = 'journal_min_peers') AS min_peers,
    max(s.value) FILTER (WHERE s.setting = 'journal_min_reference') AS min_reference,
    max(s.value) FILTER (WHERE s.setting = 'journal_min_units') AS min_units,
    max(s.value) FILTER (WHERE s.setting = 'journal_fdr') AS fdr
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
cell AS (
  SELECT o.*, c.mark, c.journal_mark, c.n
  FROM core.int_journal_cell AS c
  JOIN object AS o ON o.scope_no = c.scope_no
),
-- Schools with both marks, in the municipality and in the region.
peer AS (
  SELECT o.work_id, o.municipality_id, o.region_code, count(DISTINCT o.scope_id) AS n_schools
  FROM cell AS o
  WHERE o.scope = 'school'
  GROUP BY o.work_id, o.municipality_id, o.region_code
),
-- A unit (school or municipality) and the pool it is compared with: its region where two municipalities or more are loaded, else its municipality.
unit AS (
  SELECT
    u.work_id, u.scope, u.scope_id, u.municipality_id, u.region_code,
    CASE WHEN r.scope_no IS NOT NULL THEN r.scope_no WHEN u.scope = 'school' THEN m.scope_no END AS pool_no,
    CASE WHEN r.scope_no IS NOT NULL THEN 'region' WHEN u.scope = 'school' THEN 'municipality' END AS reference_scope,
    CASE
      WHEN r.scope_no IS NOT NULL THEN (SELECT sum(p.n_schools) FROM peer AS p WHERE p.work_id = u.work_id AND p.region_code = u.region_code)
      ELSE (SELECT sum(p.n_schools) FROM peer AS p WHERE p.work_id = u.work_id AND p.municipality_id = u.municipality_id)
    END - CASE u.scope
      WHEN 'school' THEN 1
      ELSE (SELECT sum(p.n_schools) FROM peer AS p WHERE p.work_id = u.work_id AND p.municipality_id = u.municipality_id)
    END AS n_peers
  FROM (SELECT DISTINCT c.work_id, c.scope, c.scope_id, c.municipality_id, c.region_code FROM cell AS c WHERE c.scope IN ('school', 'municipality')) AS u
  LEFT JOIN object AS r ON r.scope = 'region' AND r.work_id = u.work_id AND r.scope_id = u.region_code
  LEFT JOIN object AS m ON m.scope = 'municipality' AND m.work_id = u.work_id AND m.scope_id = u.municipality_id
),
others AS (
  SELECT
    u.work_id, u.scope, u.scope_id, g.journal_mark, g.mark,
    coalesce(p.n, 0) - coalesce(o.n, 0) AS n
  FROM unit AS u
  CROSS JOIN (SELECT a.journal_mark, b.mark FROM (VALUES (2), (3), (4), (5)) AS a(journal_mark), (VALUES (2), (3), (4), (5)) AS b(mark)) AS g
  LEFT JOIN core.int_journal_cell AS p ON p.scope_no = u.pool_no AND p.journal_mark = g.journal_mark AND p.mark = g.mark
  LEFT JOIN cell AS o ON o.work_id = u.work_id AND o.scope = u.scope AND o.scope_id = u.scope_id AND o.journal_mark = g.journal_mark AND o.mark = g.mark
  WHERE u.pool_no IS NOT NULL
),
-- Shares among the others with half a pupil added to each of the four marks (Jeffreys), so that no expectation is 0 or 1.
chance AS (
  SELECT
    o.work_id, o.scope, o.scope_id, o.journal_mark, sum(o.n) AS n_others,
    CAST(coalesce(sum(o.n) FILTER (WHERE o.mark < o.journal_mark), 0) + 0.5 * (o.journal_mark - 2) AS DOUBLE) / (sum(o.n) + 2) AS lowered,
    CAST(coalesce(sum(o.n) FILTER (WHERE o.mark = o.journal_mark), 0) + 0.5 AS DOUBLE) / (sum(o.n) + 2) AS confirmed,
    CAST(coalesce(sum(o.n) FILTER (WHERE o.mark > o.journal_mark), 0) + 0.5 * (5 - o.journal_mark) AS DOUBLE) / (sum(o.n) + 2) AS raised,
    CAST(coalesce(sum(o.n) FILTER (WHERE o.mark <= o.journal_mark - 2), 0) + 0.5 * greatest(o.journal_mark - 3, 0) AS DOUBLE) / (sum(o.n) + 2) AS gap2_down,
    CAST(coalesce(sum(o.n) FILTER (WHERE o.mark >= o.journal_mark + 2), 0) + 0.5 * greatest(4 - o.journal_mark, 0) AS DOUBLE) / (sum(o.n) + 2) AS gap2_up
  FROM others AS o
  GROUP BY o.work_id, o.scope, o.scope_id, o.journal_mark
),
reference AS (
  SELECT c.work_id, c.scope, c.scope_id, sum(c.n_others) AS n_reference
  FROM chance AS c
  GROUP BY c.work_id, c.scope, c.scope_id
),
own AS (
  SELECT
    c.scope_no, c.journal_mark, sum(c.n) AS n,
    coalesce(sum(c.n) FILTER (WHERE c.mark < c.journal_mark), 0) AS lowered,
    coalesce(sum(c.n) FILTER (WHERE c.mark = c.journal_mark), 0) AS confirmed,
    coalesce(sum(c.n) FILTER (WHERE c.mark > c.journal_mark), 0) AS raised,
    coalesce(sum(c.n) FILTER (WHERE c.mark <= c.journal_mark - 2), 0) AS gap2_down,
    coalesce(sum(c.n) FILTER (WHERE c.mark >= c.journal_mark + 2), 0) AS gap2_up
  FROM cell AS c
  WHERE c.scope IN ('class', 'school', 'municipality')
  GROUP BY c.scope_no, c.journal_mark
),
pair AS (
  SELECT
    o.scope_no, o.work_id, o.year, o.scope, o.scope_id, o.municipality_id, o.school_id, w.journal_mark, w.n, c.n_others, m.measure,
    CASE m.measure WHEN 'lowered' THEN w.lowered WHEN 'confirmed' THEN w.confirmed WHEN 'raised' THEN w.raised WHEN 'gap2_down' THEN w.gap2_down ELSE w.gap2_up END AS k,
    CASE m.measure WHEN 'lowered' THEN c.lowered WHEN 'confirmed' THEN c.confirmed WHEN 'raised' THEN c.raised WHEN 'gap2_down' THEN c.gap2_down ELSE c.gap2_up END AS p
  FROM own AS w
  JOIN object AS o ON o.scope_no = w.scope_no
  LEFT JOIN chance AS c ON c.work_id = o.work_id AND c.scope = o.unit_scope AND c.scope_id = o.unit_id AND c.journal_mark = w.journal_mark
  CROSS JOIN (VALUES ('lowered'), ('confirmed'), ('raised'), ('gap2_down'), ('gap2_up')) AS m(measure)
),
work_row AS (
  SELECT
    p.year, p.scope, p.scope_id, p.municipality_id, p.school_id, p.work_id, p.measure,
    CAST(sum(p.n) AS INTEGER) AS n,
    CAST(sum(p.k) AS INTEGER) AS k,
    sum(p.n * p.p ORDER BY p.journal_mark) AS expected,
    -- Chance of the pupils, and of the shares among the others.
    sum(p.n * p.p * (1 - p.p) ORDER BY p.journal_mark) AS variance,
    sum(CAST(p.n AS DOUBLE) * p.n * p.p * (1 - p.p) / (p.n_others + 3) ORDER BY p.journal_mark) AS variance_expected
  FROM pair AS p
  GROUP BY p.year, p.scope, p.scope_id, p.municipality_id, p.school_id, p.work_id, p.measure
),
judged AS (
  SELECT
    r.year, r.scope, r.scope_id, r.municipality_id, r.work_id, r.measure, r.n, r.k,
    u.reference_scope, CAST(u.n_peers AS INTEGER) AS n_peers, CAST(f.n_reference AS INTEGER) AS n_reference, 1 AS n_works,
    CASE
      WHEN u.pool_no IS NULL THEN 'других муниципалитетов не загружено: ожидания нет'
      WHEN u.n_peers < s.min_peers THEN 'других школ с этой работой ' || u.n_peers || ', нужно не менее ' || CAST(s.min_peers AS INTEGER) || ': ожидания нет'
      WHEN f.n_reference < s.min_reference THEN 'учеников других школ с обеими отметками ' || f.n_reference || ', нужно не менее ' || CAST(s.min_reference AS INTEGER) || ': ожидания нет'
    END AS no_expectation,
    r.expected, r.variance, r.variance_expected
  FROM work_row AS r
  CROSS JOIN setting AS s
  LEFT JOIN unit AS u
    ON u.work_id = r.work_id AND u.scope = CASE WHEN r.scope = 'class' THEN 'school' ELSE r.scope END AND u.scope_id = CASE WHEN r.scope = 'class' THEN r.school_id ELSE r.scope_id END
  LEFT JOIN reference AS f ON f.work_id = u.work_id AND f.scope = u.scope AND f.scope_id = u.scope_id
),
-- All works of a year: only those with an expectation, so that both sides count the same pupils.
year_row AS (
  SELECT
    j.year, j.scope, j.scope_id, j.municipality_id, '' AS work_id, j.measure,
    CAST(sum(j.n) AS INTEGER) AS n, CAST(sum(j.k) AS INTEGER) AS k, min(j.reference_scope) AS reference_scope, min(j.n_peers) AS n_peers,
    CAST(sum(j.n_reference) AS INTEGER) AS n_reference, CAST(count(*) AS INTEGER) AS n_works, CAST(NULL AS VARCHAR) AS no_expectation,
    sum(j.expected ORDER BY j.work_id) AS expected, sum(j.variance ORDER BY j.work_id) AS variance, sum(j.variance_expected ORDER BY j.work_id) AS variance_expected
  FROM judged AS j
  WHERE j.scope IN ('school', 'municipality') AND j.no_expectation IS NULL
  GROUP BY j.year, j.scope, j.scope_id, j.municipality_id, j.measure
),
figure AS (
  SELECT
    e.*,
    CAST(e.k AS DOUBLE) / e.n AS share,
    CASE WHEN e.no_expectation IS NULL THEN e.expected / e.n END AS expected_share,
    CASE WHEN e.no_expectation IS NULL THEN (e.k - e.expected) / e.n END AS difference,
    CASE WHEN e.no_expectation IS NULL THEN (e.variance + e.variance_expected) / (CAST(e.n AS DOUBLE) * e.n) END AS v,
    e.n >= CASE WHEN e.measure IN ('gap2_down', 'gap2_up') THEN s.gap2_min_n ELSE s.min_n END AS is_large,
    CASE WHEN e.measure IN ('gap2_down', 'gap2_up') THEN s.gap2_min_n ELSE s.min_n END AS min_n,
    s.min_units, s.fdr
  FROM (SELECT * FROM judged UNION ALL SELECT * FROM year_row) AS e
  CROSS JOIN setting AS s
),
-- Variance between honest and other objects of the same work: DerSimonian & Laird.
moment AS (
  SELECT
    f.scope, f.year, f.work_id, f.measure, count(*) AS k,
    sum(1 / f.v ORDER BY f.scope_id) AS w, sum(1 / (f.v * f.v) ORDER BY f.scope_id) AS w2,
    sum(f.difference / f.v ORDER BY f.scope_id) AS wy, sum(f.difference * f.difference / f.v ORDER BY f.scope_id) AS wy2
  FROM figure AS f
  WHERE f.v > 0 AND f.is_large
  GROUP BY f.scope, f.year, f.work_id, f.measure
),
spread AS (
  SELECT m.scope, m.year, m.work_id, m.measure, m.k AS n_units, greatest(0.0, (m.wy2 - m.wy * m.wy / m.w - (m.k - 1)) / nullif(m.w - m.w2 / m.w, 0)) AS tau2
  FROM moment AS m
),
tested AS (
  SELECT
    f.*, t.n_units, t.tau2,
    CASE WHEN f.no_expectation IS NULL AND f.is_large AND f.v > 0 AND t.n_units >= f.min_units
      -- Half a pupil of continuity: counts are whole.
      THEN sign(f.difference) * greatest(abs(f.difference) - 0.5 / f.n, 0) / sqrt(f.v + t.tau2) END AS z
  FROM figure AS f
  LEFT JOIN spread AS t ON t.scope = f.scope AND t.year = f.year AND t.work_id = f.work_id AND t.measure = f.measure
),
ranked AS (
  SELECT
    t.*,
    CASE WHEN t.measure <> 'confirmed' THEN normal_tail(t.z) END AS p,
    count(CASE WHEN t.measure <> 'confirmed' THEN t.z END) OVER (PARTITION BY t.scope, t.year, t.measure, t.work_id = '') AS n_tests,
    row_number() OVER (
      PARTITION BY t.scope, t.year, t.measure, t.work_id = '' ORDER BY CASE WHEN t.measure <> 'confirmed' THEN normal_tail(t.z) END NULLS LAST, t.scope_id, t.work_id) AS place
  FROM tested AS t
),
adjusted AS (
  SELECT
    r.*,
    CASE WHEN r.p IS NOT NULL THEN min(CASE WHEN r.p IS NOT NULL THEN least(1.0, r.p * r.n_tests / r.place) END) OVER (
      PARTITION BY r.scope, r.year, r.measure, r.work_id = '' ORDER BY r.place DESC ROWS UNBOUNDED PRECEDING) END AS q
  FROM ranked AS r
),
official AS (
  SELECT j.work_id, j.scope, j.scope_id, m.measure, CASE m.measure WHEN 'lowered' THEN j.lowered_pct WHEN 'raised' THEN j.raised_pct ELSE j.confirmed_pct END AS pct
  FROM core.int_journal_result AS j
  CROSS JOIN (VALUES ('lowered'), ('confirmed'), ('raised')) AS m(measure)
  WHERE j.source = 'official' AND j.as_of <> 'now' AND j.scope IN ('region', 'country')
)
SELECT
  a.year,
  a.scope,
  a.scope_id,
  a.municipality_id,
  a.work_id,
  a.measure,
  CAST(a.n_works AS INTEGER) AS n_works,
  a.n,
  a.reference_scope,
  a.n_peers,
  a.n_reference,
  a.k AS observed_n,
  100 * a.share AS observed_pct,
  wilson_lo(a.k, a.n) AS observed_lo,
  wilson_hi(a.k, a.n) AS observed_hi,
  100 * a.expected_share AS expected_pct,
  CASE WHEN a.z IS NOT NULL THEN 100 * greatest(0.0, a.expected_share - 1.959963984540054 * sqrt(a.v + a.tau2)) END AS usual_lo,
  CASE WHEN a.z IS NOT NULL THEN 100 * least(1.0, a.expected_share + 1.959963984540054 * sqrt(a.v + a.tau2)) END AS usual_hi,
  100 * a.difference AS difference,
  100 * (a.difference - 1.959963984540054 * sqrt(a.v)) AS difference_lo,
  100 * (a.difference + 1.959963984540054 * sqrt(a.v)) AS difference_hi,
  a.z,
  a.p,
  a.q,
  CAST(a.n_tests AS INTEGER) AS n_tests,
  CASE
    WHEN a.measure = 'confirmed' THEN 'справочно'
    WHEN a.z IS NULL THEN 'нельзя судить'
    WHEN a.q > a.fdr THEN 'в пределах ожидания'
    WHEN a.z > 0 THEN 'выше ожидаемого'
    ELSE 'ниже ожидаемого'
  END AS verdict,
  CASE
    WHEN a.no_expectation IS NOT NULL THEN a.no_expectation
    WHEN NOT a.is_large THEN 'учеников с обеими отметками ' || a.n || ', нужно не менее ' || CAST(a.min_n AS INTEGER)
    WHEN a.v = 0 THEN 'при таких отметках в журнале такого расхождения быть не может'
    WHEN coalesce(a.n_units, 0) < a.min_units THEN 'сравниваемых объектов ' || coalesce(a.n_units, 0) || ', нужно не менее ' || CAST(a.min_units AS INTEGER) || ': обычный разброс не оценить'
    WHEN a.measure = 'confirmed' AND a.k = a.n THEN 'подтвердили все: отметку могли выставить по результату ВПР, это не признак'
  END AS reason,
  o.scope AS official_scope,
  CAST(o.pct AS DOUBLE) AS official_pct,
  'journal-1' AS rule_version
FROM adjusted AS a
LEFT JOIN official AS o
  ON o.work_id = a.work_id AND o.measure = a.measure AND (o.scope = 'country' OR o.scope_id = split_part(a.municipality_id, '_', 1))
QUALIFY row_number() OVER (PARTITION BY a.year, a.scope, a.scope_id, a.work_id, a.measure ORDER BY CASE o.scope WHEN 'region' THEN 1 ELSE 2 END) = 1
