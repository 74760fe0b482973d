-- Task columns of each work. Where the files of a work give no maxima, these come from another year's files of the same tests
-- (same grade, subject, level, number of columns and total), and only then from the pupils' scores: the highest score that at
-- least 0.5 % of the present pupils reached.
WITH declared AS (
  SELECT s.work_id, t.task_no, t.label, t.max_score, t.difficulty, count(*) AS n
  FROM staging.stg_sheet_task AS t
  JOIN core.int_sheet_work AS s ON s.file_key = t.file_key AND s.sheet_no = t.sheet_no
  GROUP BY s.work_id, t.task_no, t.label, t.max_score, t.difficulty
),
chosen AS (
  SELECT d.work_id, d.task_no, d.label, d.max_score, d.difficulty
  FROM declared AS d
  QUALIFY row_number() OVER (
    PARTITION BY d.work_id, d.task_no
    ORDER BY d.max_score IS NULL, d.n DESC, d.max_score DESC, d.label, d.difficulty NULLS LAST) = 1
),
whole AS (
  SELECT
    c.work_id,
    count(*) AS n_tasks,
    count(*) = count(c.max_score) AS is_complete,
    sum(c.max_score) AS sum_max
  FROM chosen AS c
  GROUP BY c.work_id
),
donor_task AS (
  SELECT c.work_id AS donor, w.year, w.grade, w.subject, w.level, c.task_no, c.max_score
  FROM chosen AS c
  JOIN whole AS h ON h.work_id = c.work_id AND h.is_complete
  JOIN core.dim_work AS w ON w.work_id = c.work_id
),
donor AS (
  SELECT
    d.donor, d.year, d.grade, d.subject, d.level,
    count(*) AS n_tasks,
    sum(d.max_score) AS sum_max
  FROM donor_task AS d
  GROUP BY d.donor, d.year, d.grade, d.subject, d.level
),
lacking AS (
  SELECT w.work_id, w.year, w.grade, w.subject, w.level, w.max_score, h.n_tasks
  FROM whole AS h
  JOIN core.dim_work AS w ON w.work_id = h.work_id
  WHERE NOT h.is_complete
),
matched AS (
  SELECT l.work_id, d.donor
  FROM lacking AS l
  JOIN donor AS d
    ON d.grade = l.grade AND d.subject = l.subject AND d.level = l.level AND d.n_tasks = l.n_tasks AND d.sum_max = l.max_score
  QUALIFY row_number() OVER (PARTITION BY l.work_id ORDER BY abs(d.year - l.year), d.year DESC, d.donor) = 1
),
borrowed AS (
  SELECT m.work_id, d.task_no, d.max_score
  FROM matched AS m
  JOIN donor_task AS d ON d.donor = m.donor
),
score AS (
  SELECT
    s.work_id,
    unnest(r.task_code) AS score,
    unnest(range(1, len(r.task_code) + 1)) AS task_no
  FROM staging.stg_vpr__result AS r
  JOIN core.int_sheet_work AS s ON s.file_key = r.file_key AND s.sheet_no = r.sheet_no
  WHERE r.attendance = 'present'
    AND s.work_id IN (SELECT l.work_id FROM lacking AS l)
    AND s.work_id NOT IN (SELECT m.work_id FROM matched AS m)
),
frequency AS (
  SELECT c.work_id, c.task_no, c.score, count(*) AS n, sum(count(*)) OVER (PARTITION BY c.work_id, c.task_no) AS n_all
  FROM score AS c
  WHERE c.score >= 0
  GROUP BY c.work_id, c.task_no, c.score
),
reached AS (
  SELECT f.work_id, f.task_no, max(f.score) AS max_score
  FROM frequency AS f
  WHERE f.n >= 0.005 * f.n_all AND f.score > 0
  GROUP BY f.work_id, f.task_no
)
SELECT
  c.work_id,
  CAST(c.task_no AS INTEGER) AS task_no,
  coalesce(c.label, CAST(c.task_no AS VARCHAR)) AS label,
  CAST(coalesce(c.max_score, b.max_score, e.max_score) AS INTEGER) AS max_score,
  CASE
    WHEN c.max_score IS NOT NULL THEN 'file'
    WHEN b.max_score IS NOT NULL THEN 'допущение'
    WHEN e.max_score IS NOT NULL THEN 'по баллам'
    ELSE 'нет'
  END AS max_score_source,
  c.difficulty
FROM chosen AS c
LEFT JOIN borrowed AS b ON b.work_id = c.work_id AND b.task_no = c.task_no
LEFT JOIN reached AS e ON e.work_id = c.work_id AND e.task_no = c.task_no
