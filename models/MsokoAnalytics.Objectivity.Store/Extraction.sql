-- Inputs of the objectivity engine, numbered densely. Temporary tables of the connection.
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
SELECT CAST(row_number() OVER (ORDER BY s.school_id) - 1 AS INTEGER) AS school_no, s.school_id
FROM (SELECT DISTINCT f.school_id FROM core.fct_participant_result AS f) AS s;

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
SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS pupil_no, p.*
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
    THEN array_to_string(list_transform(f.task_score, lambda x: chr(CAST(48 + coalesce(x, 0) AS INTEGER))), '') END AS items,
  g.class_label IS NULL AS is_unnamed
FROM core.fct_participant_result AS f
JOIN objectivity_work AS w ON w.work_id = f.work_id
JOIN objectivity_school AS s ON s.school_id = f.school_id
JOIN objectivity_group AS g ON g.group_no = f.group_no
JOIN objectivity_pupil AS p
  ON p.year_no = w.year_no AND p.school_id = f.school_id AND p.actual_grade = w.actual_grade AND p.participant_code = f.participant_code
WHERE (f.is_writer AND f.primary_score <= w.max_score) OR f.attendance = 'absent';
