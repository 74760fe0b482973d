-- What was said of the schools listed in 2018, with thresholds of our own choice: a mean far above the region without a name of a lyceum and without
-- high ЕГЭ; easy tasks worse and hard tasks better than the region (halves of the tasks by their success among all).
WITH setting AS (
  SELECT
    s.rule_version,
    CAST(max(s.value) FILTER (WHERE s.setting = 'level_z') AS DOUBLE) AS level_z,
    max(s.value) FILTER (WHERE s.setting = 'exempt_name') AS exempt_name,
    CAST(max(s.value) FILTER (WHERE s.setting = 'ege_z') AS DOUBLE) AS ege_z,
    max(s.value) FILTER (WHERE s.setting = 'ege_missing') = '1' AS needs_ege,
    CAST(max(s.value) FILTER (WHERE s.setting = 'profile_pp') AS DOUBLE) AS profile_pp,
    CAST(max(s.value) FILTER (WHERE s.setting = 'profile_min_tasks') AS INTEGER) AS min_tasks,
    CAST(max(s.value) FILTER (WHERE s.setting = 'min_n') AS INTEGER) AS min_n,
    max(s.value) FILTER (WHERE s.setting = 'municipality_reference') = '1' AS takes_municipality
  FROM core.seed_marker_setting AS s
  WHERE s.rule_set = '2018'
  GROUP BY s.rule_version
),
school_work AS (
  SELECT r.work_id, r.year, r.subject, r.scope_id AS school_id, r.municipality_id, r.n_writers AS n, r.mean_score
  FROM core.int_work_result AS r
  JOIN core.dim_work AS w ON w.work_id = r.work_id
  WHERE r.as_of <> 'now' AND r.source = 'computed' AND r.scope = 'school' AND w.procedure = 'ВПР' AND r.n_writers > 0
),
ege AS (
  -- Of two levels of mathematics the one with test scores.
  SELECT
    s.year, s.subject, s.scope_id AS school_id, s.n_participants AS n,
    (s.mean_result - coalesce(r.mean_result, m.mean_result)) / nullif(coalesce(r.sd_result, m.sd_result), 0) AS z
  FROM core.int_gia_exam_result AS s
  JOIN core.int_gia_exam_result AS m ON m.as_of = 'was' AND m.scope = 'municipality' AND m.exam_id = s.exam_id AND m.period = s.period AND m.scope_id = s.municipality_id
  LEFT JOIN core.int_gia_exam_result AS r
    ON r.as_of = 'was' AND r.scope = 'region' AND r.exam_id = s.exam_id AND r.period = s.period AND r.scope_id = split_part(s.municipality_id, '_', 1)
  WHERE s.as_of = 'was' AND s.scope = 'school' AND s.procedure = 'ЕГЭ' AND s.period = 'all' AND s.scale = 'test100' AND s.n_participants > 0
),
-- Asked of every name once, not of every work: the pattern is a setting, so it is read anew for each row.
exempt AS (
  SELECT v.rule_version, n.school_id, n.year, regexp_matches(lower(coalesce(n.school_name, '')), v.exempt_name) AS is_exempt
  FROM core.dim_school_name AS n
  CROSS JOIN setting AS v
),
level_rule AS (
  SELECT
    v.rule_version, 'level' AS marker, o.work_id, o.municipality_id, o.school_id, o.n, f.n AS n_reference, f.reference_scope, f.reference_id,
    o.mean_score AS estimate,
    (o.mean_score - f.mean_score) / nullif(f.sd_score, 0) AS value,
    v.level_z AS threshold,
    (o.mean_score - f.mean_score) / nullif(f.sd_score, 0) >= v.level_z AS is_high,
    coalesce(n.is_exempt, regexp_matches('', v.exempt_name)) AS is_exempt,
    e.z >= v.ege_z AS has_high_ege,
    e.z IS NULL AS has_no_ege,
    CASE
      WHEN f.reference_scope = 'municipality' AND NOT v.takes_municipality THEN 'нет данных региона'
      WHEN f.n <= o.n AND f.reference_scope <> 'imported' THEN 'сравнить не с чем: других школ с этой работой не загружено'
      WHEN f.sd_score IS NULL OR f.sd_score = 0 THEN 'нет разброса баллов региона'
      WHEN o.n < v.min_n THEN 'участников ' || o.n || ', нужно не менее ' || v.min_n
      WHEN e.z IS NULL AND v.needs_ege AND (o.mean_score - f.mean_score) / f.sd_score >= v.level_z THEN 'нет результатов ЕГЭ школы по предмету: подтверждение не проверено'
    END AS reason
  FROM school_work AS o
  JOIN core.int_marker_reference AS f ON f.work_id = o.work_id AND f.municipality_id = o.municipality_id
  CROSS JOIN setting AS v
  LEFT JOIN exempt AS n ON n.rule_version = v.rule_version AND n.school_id = o.school_id AND n.year = o.year
  LEFT JOIN ege AS e ON e.year = o.year AND e.subject = o.subject AND e.school_id = o.school_id
),
-- Tasks go by numbers: of the object, and of the municipality a school is in.
object AS (
  SELECT s.scope_no, s.work_id, s.scope, s.scope_id, s.municipality_id
  FROM core.int_scope AS s
  WHERE s.as_of <> 'now' AND s.scope IN ('region', 'municipality', 'school')
),
task AS (
  SELECT c.scope_no, c.task_no, c.n, 100e0 * c.sum_score / (c.n * t.max_score) AS pct
  FROM core.int_task_cell AS c
  JOIN object AS o ON o.scope_no = c.scope_no
  JOIN core.dim_task AS t ON t.work_id = o.work_id AND t.task_no = c.task_no
  WHERE c.n > 0 AND t.max_score > 0
),
place AS (
  SELECT m.scope_no AS municipality_no, m.work_id, m.scope_id AS municipality_id, r.scope_no AS region_no, r.scope_id AS region_code
  FROM object AS m
  LEFT JOIN object AS r ON r.scope = 'region' AND r.work_id = m.work_id AND r.scope_id = split_part(m.municipality_id, '_', 1)
  WHERE m.scope = 'municipality'
),
compared AS (
  -- Success of the tasks among all, of the region where it is loaded.
  SELECT
    p.municipality_no, t.task_no, coalesce(r.pct, t.pct) AS pct,
    CASE WHEN r.scope_no IS NULL THEN 'municipality' ELSE 'region' END AS reference_scope,
    CASE WHEN r.scope_no IS NULL THEN p.municipality_id ELSE p.region_code END AS reference_id, coalesce(r.n, t.n) AS n
  FROM task AS t
  JOIN place AS p ON p.municipality_no = t.scope_no
  LEFT JOIN task AS r ON r.scope_no = p.region_no AND r.task_no = t.task_no
),
halves AS (
  SELECT c.*, c.pct >= median(c.pct) OVER (PARTITION BY c.municipality_no) AS is_easy
  FROM compared AS c
),
school_task AS (
  SELECT
    o.scope_no, any_value(h.reference_scope) AS reference_scope, any_value(h.reference_id) AS reference_id, max(t.n) AS n, max(h.n) AS n_reference, count(*) AS n_tasks,
    list_sort(list({'task_no': t.task_no, 'difference': t.pct - h.pct, 'is_easy': h.is_easy})) AS tasks
  FROM object AS o
  JOIN place AS p ON p.work_id = o.work_id AND p.municipality_id = o.municipality_id
  JOIN task AS t ON t.scope_no = o.scope_no
  JOIN halves AS h ON h.municipality_no = p.municipality_no AND h.task_no = t.task_no
  WHERE o.scope = 'school'
  GROUP BY o.scope_no
),
profile AS (
  SELECT
    o.work_id, o.scope_id AS school_id, o.municipality_id, s.reference_scope, s.reference_id, s.n, s.n_reference, s.n_tasks,
    list_sum(list_transform(list_filter(s.tasks, lambda t: t.is_easy), lambda t: t.difference)) / len(list_filter(s.tasks, lambda t: t.is_easy)) AS easy,
    list_sum(list_transform(list_filter(s.tasks, lambda t: NOT t.is_easy), lambda t: t.difference)) / nullif(len(list_filter(s.tasks, lambda t: NOT t.is_easy)), 0) AS hard
  FROM school_task AS s
  JOIN object AS o ON o.scope_no = s.scope_no
),
profile_rule AS (
  SELECT
    v.rule_version, o.work_id, o.municipality_id, o.school_id, coalesce(p.n, o.n) AS n, p.n_reference, p.reference_scope, p.reference_id,
    p.easy, p.hard, v.profile_pp,
    CASE
      WHEN p.work_id IS NULL THEN 'нет баллов или максимумов по заданиям'
      WHEN p.reference_scope = 'municipality' AND NOT v.takes_municipality THEN 'нет данных региона'
      WHEN p.n_reference <= p.n THEN 'сравнить не с чем: других школ с этой работой не загружено'
      WHEN p.n_tasks < v.min_tasks OR p.hard IS NULL THEN 'заданий с известным максимумом ' || p.n_tasks || ', нужно не менее ' || v.min_tasks
      WHEN p.n < v.min_n THEN 'участников ' || p.n || ', нужно не менее ' || v.min_n
    END AS reason
  FROM school_work AS o
  CROSS JOIN setting AS v
  LEFT JOIN profile AS p ON p.work_id = o.work_id AND p.school_id = o.school_id AND p.municipality_id = o.municipality_id
)
SELECT
  l.rule_version, l.marker, l.work_id, l.municipality_id, l.school_id,
  CAST(l.n AS INTEGER) AS n,
  CAST(l.n_reference AS INTEGER) AS n_reference,
  l.reference_scope, l.reference_id, l.estimate,
  CASE WHEN l.reason IS NULL THEN l.value END AS value,
  l.threshold,
  CASE WHEN l.reason IS NULL THEN l.is_high AND NOT l.is_exempt AND NOT coalesce(l.has_high_ege, FALSE) END AS is_marked,
  l.reason,
  CASE
    WHEN l.reason IS NOT NULL OR NOT l.is_high THEN NULL
    WHEN l.is_exempt THEN 'высокий результат, но по названию лицей, гимназия или углублённое изучение'
    WHEN l.has_high_ege THEN 'высокий результат подтверждён ЕГЭ'
    WHEN l.has_no_ege THEN 'результатов ЕГЭ школы по предмету нет, подтверждение не проверено'
  END AS note
FROM level_rule AS l
UNION ALL
SELECT
  p.rule_version, 'profile', p.work_id, p.municipality_id, p.school_id,
  CAST(p.n AS INTEGER),
  CAST(p.n_reference AS INTEGER),
  p.reference_scope, p.reference_id,
  p.easy,
  CASE WHEN p.reason IS NULL THEN p.hard END,
  p.profile_pp,
  CASE WHEN p.reason IS NULL THEN p.easy <= -p.profile_pp AND p.hard >= p.profile_pp END,
  p.reason,
  NULL
FROM profile_rule AS p
