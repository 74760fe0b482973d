-- Core tables of a generated world, as the models would have made them of its files: what Extraction.sql and Corrected.sql read.
CREATE OR REPLACE TABLE core.dim_school AS
SELECT s.school_id, 'Школа ' || s.school_id AS school_name FROM world_school AS s;

CREATE OR REPLACE TABLE core.dim_work AS
SELECT
  w.work_id, 'ВПР' AS procedure, w.year, w.academic_year, 'spring' AS wave, w.grade, w.grade AS actual_grade, w.subject, w.subject AS subject_name, 'base' AS level,
  w.max_score, w.min_3, w.min_4, w.min_5
FROM world_work AS w;

CREATE OR REPLACE TABLE core.dim_task AS
SELECT w.work_id, CAST(t.task_no AS INTEGER) AS task_no, CAST(w.maxima[t.task_no] AS INTEGER) AS max_score
FROM world_work AS w, unnest(range(1, len(w.maxima) + 1)) AS t (task_no);

CREATE OR REPLACE TABLE core.int_result_group AS
WITH seen AS (
  SELECT DISTINCT r.work_no, r.school_no, r.class_no FROM world_row AS r
)
SELECT
  CAST(row_number() OVER (ORDER BY w.work_id, s.school_id, c.class_label NULLS FIRST) AS INTEGER) AS group_no,
  w.work_id, '99' AS region_code, '99_m001' AS municipality_id, s.school_id, c.class_label,
  s.school_id || '-' || w.academic_year || '-' || CAST(w.grade AS VARCHAR) || '-' || c.class_label AS class_id,
  e.work_no, e.class_no
FROM seen AS e
JOIN world_work AS w ON w.work_no = e.work_no
JOIN world_school AS s ON s.school_no = e.school_no
JOIN world_class AS c ON c.class_no = e.class_no;

CREATE OR REPLACE TABLE core.fct_participant_result AS
SELECT
  g.work_id, g.school_id, g.municipality_id, g.class_id, g.group_no, CAST(r.pupil_no AS VARCHAR) AS participant_code,
  CASE WHEN r.score IS NULL THEN 'absent' ELSE 'present' END AS attendance,
  r.score IS NOT NULL AS is_writer,
  CAST(r.score AS SMALLINT) AS primary_score,
  CAST(CASE WHEN r.score IS NULL THEN NULL WHEN r.score >= w.min_5 THEN 5 WHEN r.score >= w.min_4 THEN 4 WHEN r.score >= w.min_3 THEN 3 ELSE 2 END AS TINYINT) AS mark,
  CAST(r.journal AS TINYINT) AS journal_mark,
  r.items AS task_code,
  CAST(list_sum(r.items) AS SMALLINT) AS total_from_tasks
FROM world_row AS r
JOIN world_work AS w ON w.work_no = r.work_no
JOIN core.int_result_group AS g ON g.work_no = r.work_no AND g.class_no = r.class_no;

CREATE OR REPLACE TABLE core.fct_gia_result (
  exam_id VARCHAR, procedure VARCHAR, year INTEGER, subject VARCHAR, school_id VARCHAR, class_label VARCHAR, primary_score SMALLINT, is_final_main BOOLEAN
);
CREATE OR REPLACE TABLE core.controlled_result (year INTEGER, school_id VARCHAR, grade INTEGER, subject VARCHAR, class_label VARCHAR);
CREATE OR REPLACE TABLE core.fct_aggregate_result (work_id VARCHAR, procedure VARCHAR, scope VARCHAR, school_id VARCHAR, n INTEGER);
CREATE OR REPLACE TABLE core.fct_official_marks (work_id VARCHAR, scope VARCHAR, scope_id VARCHAR, n_participants INTEGER);

-- Schools as they were are those of today.
CREATE OR REPLACE TABLE core.int_scope AS
SELECT row_number() OVER (ORDER BY o.work_id, o.scope, o.scope_id) AS scope_no, o.work_id, 'both' AS as_of, o.scope, o.scope_id
FROM (
  SELECT DISTINCT g.work_id, 'school' AS scope, g.school_id AS scope_id FROM core.int_result_group AS g
  UNION ALL
  SELECT DISTINCT g.work_id, 'municipality', g.municipality_id FROM core.int_result_group AS g
) AS o;

CREATE OR REPLACE TABLE core.int_group_scope AS
SELECT g.group_no, s.scope_no
FROM core.int_result_group AS g
JOIN core.int_scope AS s ON s.work_id = g.work_id AND s.scope_id = CASE s.scope WHEN 'school' THEN g.school_id ELSE g.municipality_id END;
