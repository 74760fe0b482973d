-- Skills of a school against other schools of its municipality, region and contextual cluster in the same work: difference of the shares that reached the
-- planned result, Newcombe's interval with pupils as n, Benjamini–Hochberg over the skills of a school and year.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'min_n') AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'fdr') AS fdr,
    max(s.rule_version) AS rule_version
  FROM core.seed_deficit_setting AS s
),
-- The cluster a school is in when the work is written, else the latest earlier one: one clustering for all schools of a work.
clustering AS (
  SELECT w.work_id, max(c.academic_year) AS academic_year
  FROM core.dim_work AS w
  JOIN (SELECT DISTINCT m.academic_year FROM marts.mart_school_cluster AS m WHERE m.cluster IS NOT NULL) AS c ON c.academic_year <= w.academic_year
  GROUP BY w.work_id
),
placed AS (
  SELECT g.work_id, c.school_id, c.academic_year || ', ' || CAST(c.cluster AS VARCHAR) AS cluster_id
  FROM clustering AS g
  JOIN marts.mart_school_cluster AS c ON c.academic_year = g.academic_year AND c.cluster IS NOT NULL
),
result AS (
  SELECT p.*, k.cluster_id
  FROM marts.mart_planned_result AS p
  LEFT JOIN placed AS k ON p.scope = 'school' AND k.work_id = p.work_id AND k.school_id = p.scope_id
  WHERE p.dimension IN ('skill', 'task') AND p.n_reached IS NOT NULL
),
skill AS (
  SELECT r.* FROM result AS r WHERE r.dimension = 'skill'
),
other AS (
  SELECT s.work_id, s.scope, s.scope_id, s.code_system, s.item, s.n, s.n_results, s.n_reached FROM skill AS s WHERE s.scope IN ('municipality', 'region')
  UNION ALL
  SELECT s.work_id, 'cluster', s.cluster_id, s.code_system, s.item, sum(s.n), sum(s.n_results), sum(s.n_reached)
  FROM skill AS s
  WHERE s.cluster_id IS NOT NULL
  GROUP BY s.work_id, s.cluster_id, s.code_system, s.item
),
-- The whole work, by its tasks: is it the skill, or everything?
whole AS (
  SELECT r.work_id, r.scope, r.scope_id, sum(r.n_reached) AS n_reached, sum(r.n_results) AS n_results
  FROM result AS r
  WHERE r.dimension = 'task'
  GROUP BY r.work_id, r.scope, r.scope_id
  UNION ALL
  SELECT r.work_id, 'cluster', r.cluster_id, sum(r.n_reached), sum(r.n_results)
  FROM result AS r
  WHERE r.dimension = 'task' AND r.cluster_id IS NOT NULL
  GROUP BY r.work_id, r.cluster_id
),
-- Each reference of a school is named with its key, so that all joins are on equal columns: an OR over the three would compare every row with every other.
wanted AS (
  SELECT
    s.work_id, s.scope_id AS school_id, s.code_system, s.item, s.n, s.n_results, s.n_reached,
    unnest([
      {'scope': 'municipality', 'scope_id': s.municipality_id},
      {'scope': 'region', 'scope_id': split_part(s.municipality_id, '_', 1)},
      {'scope': 'cluster', 'scope_id': s.cluster_id}
    ]) AS reference
  FROM skill AS s
  WHERE s.scope = 'school'
),
pair AS (
  SELECT
    s.work_id, s.school_id, s.code_system, s.item, o.scope AS reference, o.scope_id AS reference_id,
    o.n - s.n AS n_reference, o.n_results - s.n_results AS results_reference, o.n_reached - s.n_reached AS reached_reference,
    (a.n_reached - b.n_reached) / nullif(CAST(a.n_results - b.n_results AS DOUBLE), 0) AS work_reference
  FROM wanted AS s
  JOIN other AS o
    ON o.work_id = s.work_id AND o.code_system = s.code_system AND o.item = s.item AND o.scope = s.reference.scope AND o.scope_id = s.reference.scope_id
  JOIN whole AS a ON a.work_id = o.work_id AND a.scope = o.scope AND a.scope_id = o.scope_id
  JOIN whole AS b ON b.work_id = s.work_id AND b.scope = 'school' AND b.scope_id = s.school_id
),
figure AS (
  SELECT
    s.work_id, s.procedure, s.year, s.wave, s.grade, s.subject, s.level, s.school_id, s.municipality_id, s.code_system, s.item, s.item_name, s.item_order, s.code_status,
    s.tasks, s.is_system_deficit, p.reference, p.reference_id,
    CAST(s.n AS DOUBLE) AS n1, CAST(p.n_reference AS DOUBLE) AS n2,
    CAST(s.n_reached AS DOUBLE) / s.n_results AS share1,
    CAST(p.reached_reference AS DOUBLE) / p.results_reference AS share2,
    CAST(b.n_reached AS DOUBLE) / b.n_results - p.work_reference AS work_difference
  FROM skill AS s
  JOIN pair AS p ON p.work_id = s.work_id AND p.school_id = s.scope_id AND p.code_system = s.code_system AND p.item = s.item
  JOIN whole AS b ON b.work_id = s.work_id AND b.scope = 'school' AND b.scope_id = s.scope_id
  WHERE s.scope = 'school' AND p.n_reference > 0 AND p.results_reference > 0
),
bounded AS (
  SELECT
    f.*,
    f.share1 - f.share2 AS difference,
    wilson_lo(f.share1 * f.n1, f.n1) / 100 AS lo1, wilson_hi(f.share1 * f.n1, f.n1) / 100 AS hi1,
    wilson_lo(f.share2 * f.n2, f.n2) / 100 AS lo2, wilson_hi(f.share2 * f.n2, f.n2) / 100 AS hi2,
    -- Two successes and two failures are added, so that a share of 0 or 1 has a variance (Agresti & Coull 1998).
    (f.share1 * f.n1 + 2) / (f.n1 + 4) * (1 - (f.share1 * f.n1 + 2) / (f.n1 + 4)) / f.n1
      + (f.share2 * f.n2 + 2) / (f.n2 + 4) * (1 - (f.share2 * f.n2 + 2) / (f.n2 + 4)) / f.n2 AS variance,
    f.n1 >= s.min_n AND f.n2 >= s.min_n AS is_large,
    s.fdr, s.rule_version
  FROM figure AS f
  CROSS JOIN setting AS s
),
tested AS (
  SELECT b.*, CASE WHEN b.is_large THEN normal_tail(b.difference / sqrt(b.variance)) END AS p
  FROM bounded AS b
),
ranked AS (
  SELECT
    t.*,
    count(t.p) OVER (PARTITION BY t.school_id, t.year, t.procedure, t.reference, t.code_system) AS n_tests,
    row_number() OVER (PARTITION BY t.school_id, t.year, t.procedure, t.reference, t.code_system ORDER BY t.p NULLS LAST, t.work_id, t.item) AS place
  FROM tested AS t
),
adjusted AS (
  SELECT
    r.*,
    CASE WHEN r.p IS NOT NULL THEN min(CASE WHEN r.p IS NOT NULL THEN least(1.0, r.p * r.n_tests / r.place) END) OVER (
      PARTITION BY r.school_id, r.year, r.procedure, r.reference, r.code_system ORDER BY r.place DESC ROWS UNBOUNDED PRECEDING) END AS q
  FROM ranked AS r
),
settled AS (
  SELECT
    a.*,
    CASE
      WHEN NOT a.is_large THEN 'мало учеников'
      WHEN a.q > a.fdr THEN 'не отличается'
      WHEN a.difference < 0 THEN 'слабее'
      ELSE 'сильнее'
    END AS verdict
  FROM adjusted AS a
)
SELECT
  s.work_id, s.procedure, s.year, s.wave, s.grade, s.subject, s.level, s.school_id, s.municipality_id, s.code_system,
  s.item AS skill,
  s.item_name AS skill_name,
  s.item_order AS skill_order,
  s.tasks,
  s.code_status,
  s.reference,
  s.reference_id,
  CAST(s.n1 AS INTEGER) AS n,
  CAST(s.n2 AS INTEGER) AS n_reference,
  100 * s.share1 AS value,
  100 * s.share2 AS reference_value,
  100 * s.difference AS difference,
  100 * greatest(-1.0, s.difference - sqrt((s.share1 - s.lo1) * (s.share1 - s.lo1) + (s.hi2 - s.share2) * (s.hi2 - s.share2))) AS lo,
  100 * least(1.0, s.difference + sqrt((s.hi1 - s.share1) * (s.hi1 - s.share1) + (s.share2 - s.lo2) * (s.share2 - s.lo2))) AS hi,
  100 * s.work_difference AS work_difference,
  s.p,
  s.q,
  CAST(s.n_tests AS INTEGER) AS n_tests,
  s.verdict,
  s.is_system_deficit,
  'Достигли ' || ru_number(100 * s.share1) || ' % из ' || CAST(CAST(s.n1 AS INTEGER) AS VARCHAR) || ' учеников, в остальных школах '
    || CASE s.reference WHEN 'region' THEN 'региона ' WHEN 'cluster' THEN 'кластера ' ELSE 'муниципалитета ' END || ru_number(100 * s.share2) || ' % (разность '
    || ru_number(100 * s.difference) || ' п.п.); по всей работе разность ' || ru_number(100 * s.work_difference) || ' п.п.'
    || CASE WHEN s.is_system_deficit THEN ' Большая часть заданий умения выполнена недостаточно.' ELSE '' END AS reason,
  s.rule_version
FROM settled AS s
