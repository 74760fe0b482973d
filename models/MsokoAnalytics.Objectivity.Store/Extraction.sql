-- Inputs of the objectivity engine, numbered densely. Temporary tables of the connection.
-- An end of Wilson's interval for k of n, 0..1; z below 0 gives the lower one. n may be a fraction.
CREATE OR REPLACE TEMP MACRO objectivity_wilson(k, n, z) AS
  least(1.0, greatest(0.0, (k + z * z / 2 + z * sqrt(greatest(k * (n - k) / n, 0.0) + z * z / 4)) / (n + z * z)));

CREATE OR REPLACE TEMP TABLE objectivity_work AS
WITH task AS (
  SELECT t.work_id, list(t.max_score ORDER BY t.task_no) AS maxima, sum(t.max_score) AS sum_max, count(*) = count(t.max_score) AS is_complete
  FROM core.dim_task AS t
  GROUP BY t.work_id
)
SELECT
  CAST(row_number() OVER (ORDER BY w.work_id) - 1 AS INTEGER) AS test_no,
  CAST(dense_rank() OVER (ORDER BY w.subject, w.level) - 1 AS INTEGER) AS subject_no,
  w.work_id,
  w.subject_name,
  w.grade,
  w.actual_grade,
  w.year,
  w.academic_year,
  -- Two waves of one year are two points of a series.
  CAST(2 * w.year + CASE WHEN w.wave = 'autumn' THEN 1 ELSE 0 END AS INTEGER) AS year_no,
  CAST(coalesce(w.max_score, CASE WHEN t.is_complete THEN t.sum_max END) AS INTEGER) AS max_score,
  CAST(w.min_3 AS INTEGER) AS min_3,
  CAST(w.min_4 AS INTEGER) AS min_4,
  CAST(w.min_5 AS INTEGER) AS min_5,
  -- Items serve only where their maxima are all known and give the maximum of the work.
  CASE WHEN t.is_complete AND t.sum_max = coalesce(w.max_score, t.sum_max) THEN array_to_string(t.maxima, ' ') END AS maxima
FROM core.dim_work AS w
LEFT JOIN task AS t ON t.work_id = w.work_id
WHERE w.procedure = 'ВПР' AND EXISTS (SELECT 1 FROM core.fct_participant_result AS f WHERE f.work_id = w.work_id AND f.is_writer);

CREATE OR REPLACE TEMP TABLE objectivity_school AS
SELECT CAST(row_number() OVER (ORDER BY s.school_id) - 1 AS INTEGER) AS school_no, s.school_id, s.municipality_id
FROM (SELECT g.school_id, max_by(g.municipality_id, (w.year, g.group_no)) AS municipality_id FROM core.int_result_group AS g JOIN core.dim_work AS w ON w.work_id = g.work_id GROUP BY g.school_id) AS s;

-- A class named by a letter is the same class a year and a grade later. Ordinals are given anew every year and link nothing.
CREATE OR REPLACE TEMP TABLE objectivity_group AS
WITH named AS (
  SELECT
    g.group_no,
    g.school_id,
    g.class_id,
    g.class_label,
    w.actual_grade,
    CASE
      WHEN g.class_label IS NULL THEN g.school_id || '|' || w.academic_year || '|' || w.actual_grade || '|'
      WHEN regexp_full_match(g.class_label, '[0-9]+') THEN g.school_id || '|' || w.academic_year || '|' || w.actual_grade || '|' || g.class_label
      ELSE g.school_id || '|' || (CAST(left(w.academic_year, 4) AS INTEGER) - w.actual_grade) || '|' || g.class_label
    END AS series_key
  FROM core.int_result_group AS g
  JOIN objectivity_work AS w ON w.work_id = g.work_id
)
SELECT n.*, CAST(dense_rank() OVER (ORDER BY n.series_key) - 1 AS INTEGER) AS class_no
FROM named AS n;

-- A code is one pupil within a year, a school and a grade; it is given anew every year.
CREATE OR REPLACE TEMP TABLE objectivity_pupil AS
SELECT CAST(row_number() OVER (ORDER BY p.year_no, p.school_id, p.actual_grade, p.participant_code) - 1 AS INTEGER) AS pupil_no, p.*
FROM (
  SELECT DISTINCT w.year_no, f.school_id, w.actual_grade, f.participant_code
  FROM core.fct_participant_result AS f
  JOIN objectivity_work AS w ON w.work_id = f.work_id
) AS p;

CREATE OR REPLACE TEMP TABLE objectivity_row AS
SELECT
  w.test_no,
  s.school_no,
  g.class_no,
  p.pupil_no,
  CASE WHEN f.is_writer THEN f.primary_score END AS score,
  f.journal_mark AS journal,
  -- One character a task: chr(48 + score); a task not attempted counts as 0, as in the total.
  CASE WHEN f.is_writer AND w.maxima IS NOT NULL AND f.total_from_tasks IS NOT NULL
    THEN array_to_string(list_transform(f.task_code, lambda x: chr(CAST(48 + greatest(x, 0) AS INTEGER))), '') END AS items,
  g.class_label IS NULL AS is_unnamed
FROM core.fct_participant_result AS f
JOIN objectivity_work AS w ON w.work_id = f.work_id
JOIN objectivity_school AS s ON s.school_id = f.school_id
JOIN objectivity_group AS g ON g.group_no = f.group_no
JOIN objectivity_pupil AS p
  ON p.year_no = w.year_no AND p.school_id = f.school_id AND p.actual_grade = w.actual_grade AND p.participant_code = f.participant_code
WHERE (f.is_writer AND f.primary_score <= w.max_score) OR f.attendance = 'absent';

-- Classes of a letter whose ВПР of grade 8 is followed by the ОГЭ of grade 9: means of both in deviations of the work and the exam.
-- Sums are of whole numbers, so they are the same however the engine scans.
CREATE OR REPLACE TEMP TABLE objectivity_gia AS
WITH vpr_work AS (
  SELECT r.test_no, count(r.score) AS n, sum(CAST(r.score AS BIGINT)) AS s1, sum(CAST(r.score AS BIGINT) * r.score) AS s2
  FROM objectivity_row AS r
  GROUP BY r.test_no
),
vpr AS (
  SELECT w.work_id, g.class_no, g.school_id, w.academic_year, g.class_label, k.subject,
    (sum(CAST(f.primary_score AS BIGINT)) / count(*) - any_value(t.s1) / any_value(t.n)) / sqrt(any_value(t.s2) / any_value(t.n) - (any_value(t.s1) / any_value(t.n)) ** 2) AS vpr_z
  FROM core.fct_participant_result AS f
  JOIN objectivity_work AS w ON w.work_id = f.work_id AND w.actual_grade = 8
  JOIN core.dim_work AS k ON k.work_id = w.work_id AND k.wave = 'spring'
  JOIN objectivity_group AS g ON g.group_no = f.group_no AND NOT regexp_full_match(g.class_label, '[0-9]+')
  JOIN vpr_work AS t ON t.test_no = w.test_no AND t.n > 1 AND t.s2 * t.n > t.s1 * t.s1
  WHERE f.is_writer
  GROUP BY w.work_id, g.class_no, g.school_id, w.academic_year, g.class_label, k.subject
  HAVING count(*) >= 5
),
exam AS (
  SELECT e.exam_id, count(*) AS n, sum(CAST(e.primary_score AS BIGINT)) AS s1, sum(CAST(e.primary_score AS BIGINT) * e.primary_score) AS s2
  FROM core.fct_gia_result AS e
  WHERE e.procedure = 'ОГЭ' AND e.is_final_main AND e.primary_score IS NOT NULL
  GROUP BY e.exam_id
),
gia AS (
  SELECT e.school_id, e.class_label, e.subject, e.year,
    (sum(CAST(e.primary_score AS BIGINT)) / count(*) - any_value(x.s1) / any_value(x.n)) / sqrt(any_value(x.s2) / any_value(x.n) - (any_value(x.s1) / any_value(x.n)) ** 2) AS gia_z
  FROM core.fct_gia_result AS e
  JOIN exam AS x ON x.exam_id = e.exam_id AND x.n > 1 AND x.s2 * x.n > x.s1 * x.s1
  WHERE e.procedure = 'ОГЭ' AND e.is_final_main AND e.primary_score IS NOT NULL AND e.class_label IS NOT NULL
  GROUP BY e.school_id, e.class_label, e.subject, e.year, e.exam_id
  HAVING count(*) >= 5
)
SELECT v.work_id, v.class_no, v.subject, v.vpr_z, any_value(g.gia_z) AS gia_z
FROM vpr AS v
JOIN gia AS g
  ON g.school_id = v.school_id AND g.class_label = v.class_label AND g.subject = v.subject AND g.year = CAST(left(v.academic_year, 4) AS INTEGER) + 2
GROUP BY v.work_id, v.class_no, v.subject, v.vpr_z
HAVING count(*) = 1;

-- Classes written under independent observers: as finely as the list names them.
CREATE OR REPLACE TEMP TABLE objectivity_controlled AS
SELECT DISTINCT g.work_id, o.class_no
FROM core.controlled_result AS c
JOIN core.dim_work AS w ON w.procedure = 'ВПР' AND w.year = c.year AND w.grade = coalesce(c.grade, w.grade) AND w.subject = coalesce(c.subject, w.subject)
JOIN core.int_result_group AS g
  ON g.work_id = w.work_id AND g.school_id = c.school_id AND (c.class_label IS NULL OR g.class_label = c.class_label)
JOIN objectivity_group AS o ON o.group_no = g.group_no;

-- ВПР of which a school, or a whole municipality, has published figures but no results of pupils: Ф3 and tables by schools.
CREATE OR REPLACE TEMP TABLE objectivity_aggregate AS
WITH published AS (
  SELECT o.work_id, CASE WHEN o.scope = 'school' THEN o.scope_id END AS school_id, CASE WHEN o.scope = 'municipality' THEN o.scope_id END AS municipality_id, o.n_participants AS n
  FROM core.fct_official_marks AS o
  WHERE o.scope IN ('school', 'municipality')
  UNION ALL
  SELECT a.work_id, a.school_id, NULL, a.n
  FROM core.fct_aggregate_result AS a
  WHERE a.procedure = 'ВПР' AND a.scope = 'school' AND a.school_id IS NOT NULL
)
SELECT p.work_id, p.municipality_id, p.school_id, CAST(max(p.n) AS INTEGER) AS n
FROM published AS p
JOIN core.dim_work AS w ON w.work_id = p.work_id AND w.procedure = 'ВПР'
WHERE NOT EXISTS (SELECT 1 FROM core.int_result_group AS g WHERE g.work_id = p.work_id AND g.school_id = p.school_id)
  AND NOT EXISTS (SELECT 1 FROM core.int_result_group AS g WHERE g.work_id = p.work_id AND g.municipality_id = p.municipality_id)
GROUP BY p.work_id, p.municipality_id, p.school_id;
