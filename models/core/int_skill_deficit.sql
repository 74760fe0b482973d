-- Skills of a school against other schools of its municipality, region and contextual cluster in the same work: counts of the others, and the test of
-- the difference of the shares that reached the planned result, with pupils as n, Benjamini–Hochberg over the skills of a school and year. In numbers only, every join on equal
-- whole numbers: a school meets its references by the numbers of their objects, and a cluster has a negative number of its own.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'min_n') AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'fdr') AS fdr
  FROM core.seed_deficit_setting AS s
),
object AS (
  SELECT s.scope_no, s.work_id, s.scope, s.scope_id, s.municipality_id, split_part(s.municipality_id, '_', 1) AS region_code, w.procedure, s.year, w.academic_year
  FROM core.int_scope AS s
  JOIN core.dim_work AS w ON w.work_id = s.work_id
  WHERE s.as_of <> 'now' AND s.scope IN ('region', 'municipality', 'school')
),
school AS (
  SELECT o.*, dense_rank() OVER (ORDER BY o.scope_id, o.year, o.procedure) AS family_no
  FROM object AS o
  WHERE o.scope = 'school'
),
-- The cluster a school is in when the work is written, else the latest earlier one: one clustering for all schools of a work.
placed AS (
  SELECT
    s.scope_no, c.academic_year || ', ' || CAST(c.cluster AS VARCHAR) AS cluster_id,
    -1 - min(s.scope_no) OVER (PARTITION BY s.work_id, c.cluster) AS cluster_no
  FROM school AS s
  JOIN core.int_cluster_reach AS g ON g.year = s.year AND g.year_of_work = s.academic_year
  JOIN marts.mart_school_cluster AS c ON c.academic_year = g.academic_year AND c.school_id = s.scope_id AND c.cluster IS NOT NULL
),
reference AS (
  SELECT s.scope_no, 1 AS kind, m.scope_no AS reference_no, m.scope_id AS reference_id
  FROM school AS s
  JOIN object AS m ON m.scope = 'municipality' AND m.work_id = s.work_id AND m.scope_id = s.municipality_id
  UNION ALL
  SELECT s.scope_no, 2, r.scope_no, r.scope_id
  FROM school AS s
  JOIN object AS r ON r.scope = 'region' AND r.work_id = s.work_id AND r.scope_id = s.region_code
  UNION ALL
  SELECT p.scope_no, 3, p.cluster_no, p.cluster_id
  FROM placed AS p
),
item AS (
  SELECT i.work_id, i.item_no, i.dimension = 'skill' AS is_skill, dense_rank() OVER (ORDER BY i.code_system) AS system_no
  FROM core.int_planned_item AS i
  WHERE i.dimension IN ('task', 'skill')
),
cell AS (
  SELECT p.scope_no, i.item_no, i.is_skill, i.system_no, o.scope = 'school' AS is_school, p.n, p.n_results, p.n_reached
  FROM core.int_planned_result AS p
  JOIN object AS o ON o.scope_no = p.scope_no
  JOIN item AS i ON i.work_id = o.work_id AND i.item_no = p.item_no
),
skill AS (
  SELECT c.scope_no, c.item_no, c.system_no, c.is_school, c.n, c.n_results, c.n_reached FROM cell AS c WHERE c.is_skill
),
other AS (
  SELECT s.scope_no AS reference_no, s.item_no, s.n, s.n_results, s.n_reached FROM skill AS s WHERE NOT s.is_school
  UNION ALL
  SELECT p.cluster_no, s.item_no, CAST(sum(s.n) AS INTEGER), CAST(sum(s.n_results) AS INTEGER), CAST(sum(s.n_reached) AS INTEGER)
  FROM skill AS s
  JOIN placed AS p ON p.scope_no = s.scope_no
  GROUP BY p.cluster_no, s.item_no
),
-- The whole work, by its tasks: is it the skill, or everything?
task_sum AS (
  SELECT c.scope_no, sum(c.n_reached) AS n_reached, sum(c.n_results) AS n_results FROM cell AS c WHERE NOT c.is_skill GROUP BY c.scope_no
),
whole AS (
  SELECT t.scope_no AS reference_no, t.n_reached, t.n_results FROM task_sum AS t
  UNION ALL
  SELECT p.cluster_no, sum(t.n_reached), sum(t.n_results)
  FROM task_sum AS t
  JOIN placed AS p ON p.scope_no = t.scope_no
  GROUP BY p.cluster_no
),
-- A school and one reference of it: what does not depend on the skill.
opponent AS (
  SELECT
    r.scope_no, r.kind, r.reference_no, r.reference_id, s.year, s.family_no,
    CAST(b.n_reached AS DOUBLE) / b.n_results - (a.n_reached - b.n_reached) / nullif(CAST(a.n_results - b.n_results AS DOUBLE), 0) AS work_difference
  FROM reference AS r
  JOIN school AS s ON s.scope_no = r.scope_no
  JOIN whole AS a ON a.reference_no = r.reference_no
  JOIN whole AS b ON b.reference_no = r.scope_no
),
figure AS (
  SELECT
    s.scope_no, s.item_no, o.kind, (o.family_no * 4 + o.kind) * 64 + s.system_no AS family,
    r.n - s.n AS n_reference, r.n_reached - s.n_reached AS reached_reference, r.n_results - s.n_results AS results_reference,
    CAST(s.n AS DOUBLE) AS n1, CAST(r.n - s.n AS DOUBLE) AS n2,
    CAST(s.n_reached AS DOUBLE) / s.n_results AS share1,
    CAST(r.n_reached - s.n_reached AS DOUBLE) / (r.n_results - s.n_results) AS share2
  FROM skill AS s
  JOIN opponent AS o ON o.scope_no = s.scope_no
  JOIN other AS r ON r.reference_no = o.reference_no AND r.item_no = s.item_no
  WHERE s.is_school AND r.n > s.n AND r.n_results > s.n_results
),
tested AS (
  SELECT
    f.scope_no, f.item_no, f.kind, f.family, f.n_reference, f.reached_reference, f.results_reference,
    normal_tail(CASE WHEN f.n1 >= s.min_n AND f.n2 >= s.min_n THEN difference_z(f.share1, f.n1, f.share2, f.n2) END) AS p
  FROM figure AS f
  CROSS JOIN setting AS s
),
ranked AS (
  SELECT
    t.*, row_number() OVER w AS place,
    count(t.p) OVER (PARTITION BY t.family ORDER BY t.p NULLS LAST, t.scope_no, t.item_no ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS n_tests
  FROM tested AS t
  WINDOW w AS (PARTITION BY t.family ORDER BY t.p NULLS LAST, t.scope_no, t.item_no)
),
adjusted AS (
  SELECT
    r.scope_no, r.item_no, r.kind, r.n_reference, r.reached_reference, r.results_reference, r.n_tests,
    CASE WHEN r.p IS NOT NULL THEN min(CASE WHEN r.p IS NOT NULL THEN least(1.0, r.p * r.n_tests / r.place) END)
      OVER (PARTITION BY r.family ORDER BY r.place DESC ROWS UNBOUNDED PRECEDING) END AS q
  FROM ranked AS r
)
SELECT
  a.scope_no,
  o.year,
  a.item_no,
  CASE a.kind WHEN 1 THEN 'municipality' WHEN 2 THEN 'region' ELSE 'cluster' END AS reference,
  o.reference_id,
  a.n_reference,
  a.reached_reference,
  a.results_reference,
  100 * o.work_difference AS work_difference,
  a.q,
  CAST(a.n_tests AS INTEGER) AS n_tests
FROM adjusted AS a
JOIN opponent AS o ON o.scope_no = a.scope_no AND o.kind = a.kind
