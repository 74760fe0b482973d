-- Works (procedure × year × wave × content grade × subject × level) with the scale their marks are read by.
WITH sheet AS (
  SELECT
    s.work_id,
    s.procedure,
    s.year,
    s.wave,
    s.grade,
    s.subject,
    s.level,
    s.academic_year,
    s.actual_grade,
    s.file_key,
    s.sheet_no,
    s.max_score
  FROM core.int_sheet_work AS s
),
work AS (
  SELECT
    s.work_id,
    min(s.procedure) AS procedure,
    min(s.year) AS year,
    min(s.wave) AS wave,
    min(s.grade) AS grade,
    min(s.subject) AS subject,
    min(s.level) AS level,
    min(s.academic_year) AS academic_year,
    min(s.actual_grade) AS actual_grade
  FROM sheet AS s
  GROUP BY s.work_id
),
declared AS (
  -- The maximum most sheets of the work declare in their head.
  SELECT s.work_id, s.max_score
  FROM (SELECT t.work_id, t.max_score, count(*) AS n FROM sheet AS t WHERE t.max_score IS NOT NULL GROUP BY t.work_id, t.max_score) AS s
  QUALIFY row_number() OVER (PARTITION BY s.work_id ORDER BY s.n DESC, s.max_score DESC) = 1
),
task_sum AS (
  -- Σ of the task maxima, of sheets that declare all of them.
  SELECT t.file_key, t.sheet_no, sum(t.max_score) AS max_score
  FROM staging.stg_sheet_task AS t
  GROUP BY t.file_key, t.sheet_no
  HAVING count(*) = count(t.max_score)
),
summed AS (
  SELECT u.work_id, u.max_score
  FROM (
    SELECT s.work_id, t.max_score, count(*) AS n
    FROM task_sum AS t
    JOIN sheet AS s ON s.file_key = t.file_key AND s.sheet_no = t.sheet_no
    GROUP BY s.work_id, t.max_score
  ) AS u
  QUALIFY row_number() OVER (PARTITION BY u.work_id ORDER BY u.n DESC, u.max_score DESC) = 1
),
seen AS (
  SELECT s.work_id, max(r.primary_score) AS max_seen
  FROM core.int_vpr_result AS r
  JOIN sheet AS s ON s.file_key = r.file_key AND s.sheet_no = r.sheet_no
  WHERE r.attendance = 'present'
  GROUP BY s.work_id
),
known AS (
  SELECT
    w.work_id,
    w.procedure,
    w.year,
    w.grade,
    w.subject,
    w.level,
    coalesce(d.max_score, u.max_score) AS max_score,
    coalesce(e.max_seen, 0) AS max_seen
  FROM work AS w
  LEFT JOIN declared AS d ON d.work_id = w.work_id
  LEFT JOIN summed AS u ON u.work_id = w.work_id
  LEFT JOIN seen AS e ON e.work_id = w.work_id
),
scale AS (
  -- The work's own year first; then the nearest year with the same maximum. The works were redesigned in 2025: where the
  -- maximum of the work is unknown, a scale may not cross that year.
  SELECT
    k.work_id,
    c.max_score,
    c.min_3,
    c.min_4,
    c.min_5,
    CASE WHEN c.year = k.year AND c.status = 'official' THEN 'official' ELSE 'допущение' END AS scale_status,
    c.source AS scale_source,
    c.scale_version_id
  FROM known AS k
  JOIN core.dim_scale_version AS c
    ON c.grade = k.grade AND c.subject = k.subject AND c.level = k.level AND c.procedure = k.procedure
    -- A local work has the scale of its own description and no other.
    AND (c.work_id IS NULL OR c.work_id = k.work_id)
  WHERE k.max_seen <= coalesce(c.max_score, k.max_score, k.max_seen)
    AND CASE
      WHEN k.max_score IS NOT NULL AND c.max_score IS NOT NULL THEN k.max_score = c.max_score
      WHEN c.year = k.year THEN TRUE
      WHEN k.max_score IS NULL AND c.max_score IS NOT NULL THEN (k.year >= 2025) = (c.year >= 2025)
      ELSE FALSE
    END
  QUALIFY row_number() OVER (
    PARTITION BY k.work_id
    ORDER BY
      coalesce(c.year = k.year, FALSE) DESC,
      CASE c.status WHEN 'official' THEN 1 WHEN 'secondary' THEN 2 ELSE 3 END,
      abs(c.year - k.year) NULLS LAST,
      c.year DESC NULLS LAST,
      c.scale_version_id) = 1
)
SELECT
  w.work_id,
  w.procedure,
  w.year,
  w.academic_year,
  w.wave,
  w.grade,
  w.actual_grade,
  w.subject,
  coalesce(j.subject_name, w.subject) AS subject_name,
  w.level,
  CAST(coalesce(k.max_score, c.max_score) AS INTEGER) AS max_score,
  CASE WHEN k.max_score IS NOT NULL THEN 'file' WHEN c.max_score IS NOT NULL THEN 'scale' ELSE 'нет' END AS max_score_source,
  c.min_3,
  c.min_4,
  c.min_5,
  coalesce(c.scale_status, 'нет') AS scale_status,
  c.scale_source,
  c.scale_version_id
FROM work AS w
JOIN known AS k ON k.work_id = w.work_id
LEFT JOIN scale AS c ON c.work_id = w.work_id
LEFT JOIN core.seed_subject AS j ON j.subject = w.subject
