-- Skills of a school against other schools, counted and tested in core.int_skill_deficit, with names, shares, Newcombe's interval with pupils as n, and words.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'min_n') AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'fdr') AS fdr,
    max(s.rule_version) AS rule_version
  FROM core.seed_deficit_setting AS s
),
-- One list of joins, so that the engine may begin with what a reader asks for: a school, a work.
figure AS (
  SELECT
    s.work_id, w.procedure, s.year, s.wave, s.grade, s.subject, s.level, s.school_id, s.municipality_id, i.code_system, i.item, i.item_name, i.item_order, i.tasks, i.code_status,
    s.scope_no, d.reference, d.reference_id, d.n_reference, d.work_difference, d.q, d.n_tests, p.n, p.is_system_deficit,
    CAST(p.n AS DOUBLE) AS n1,
    CAST(d.n_reference AS DOUBLE) AS n2,
    CAST(p.n_reached AS DOUBLE) / p.n_results AS share1,
    CAST(d.reached_reference AS DOUBLE) / d.results_reference AS share2
  FROM core.int_skill_deficit AS d
  JOIN core.int_scope AS s ON s.scope_no = d.scope_no
  JOIN core.int_planned_result AS p ON p.scope_no = d.scope_no AND p.item_no = d.item_no
  JOIN core.int_planned_item AS i ON i.work_id = s.work_id AND i.item_no = d.item_no
  JOIN core.dim_work AS w ON w.work_id = s.work_id
),
-- As core.int_skill_deficit tests it.
scored AS (
  SELECT
    f.*, s.fdr, s.rule_version, f.n1 >= s.min_n AND f.n2 >= s.min_n AS is_large, f.share1 * f.n1 AS k1, f.share2 * f.n2 AS k2,
    CASE WHEN f.n1 >= s.min_n AND f.n2 >= s.min_n THEN difference_z(f.share1, f.n1, f.share2, f.n2) END AS z
  FROM figure AS f
  CROSS JOIN setting AS s
)
SELECT
  d.work_id, d.procedure, d.year, d.wave, d.grade, d.subject, d.level, d.school_id, d.municipality_id, d.code_system,
  d.item AS skill,
  d.item_name AS skill_name,
  d.item_order AS skill_order,
  d.tasks,
  d.code_status,
  d.reference,
  d.reference_id,
  d.n,
  d.n_reference,
  100 * d.share1 AS value,
  100 * d.share2 AS reference_value,
  100 * d.share1 - 100 * d.share2 AS difference,
  greatest(-1e2, 100 * (d.share1 - d.share2) - sqrt(power(100 * d.share1 - wilson_lo(d.k1, d.n1), 2) + power(wilson_hi(d.k2, d.n2) - 100 * d.share2, 2))) AS lo,
  least(1e2, 100 * (d.share1 - d.share2) + sqrt(power(wilson_hi(d.k1, d.n1) - 100 * d.share1, 2) + power(100 * d.share2 - wilson_lo(d.k2, d.n2), 2))) AS hi,
  d.work_difference,
  normal_tail(d.z) AS p,
  d.q,
  d.n_tests,
  CASE
    WHEN NOT d.is_large THEN 'мало учеников'
    WHEN d.q > d.fdr THEN 'не отличается'
    WHEN d.share1 < d.share2 THEN 'слабее'
    ELSE 'сильнее'
  END AS verdict,
  d.is_system_deficit,
  'Достигли ' || ru_number(100 * d.share1) || ' % из ' || d.n || ' учеников, в остальных школах '
    || CASE d.reference WHEN 'region' THEN 'региона ' WHEN 'cluster' THEN 'кластера ' ELSE 'муниципалитета ' END
    || ru_number(100 * d.share2) || ' % (разность ' || ru_number(100 * d.share1 - 100 * d.share2) || ' п.п.); по всей работе разность '
    || ru_number(d.work_difference) || ' п.п.'
    || CASE WHEN d.is_system_deficit THEN ' Большая часть заданий умения выполнена недостаточно.' ELSE '' END AS reason,
  d.rule_version,
  d.scope_no
FROM scored AS d
