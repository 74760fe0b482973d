-- Places of schools in the team standings of a stage; of several files the newer one counts.
WITH ranked AS (
  SELECT
    t.academic_year, t.stage, m.school_id, m.municipality_id, t.place, t.points, t.file_key, t.sheet_no, t.row_no,
    row_number() OVER (PARTITION BY t.academic_year, t.stage, m.school_id ORDER BY sh.layout_priority DESC, sh.issued_at DESC, f.path DESC, t.file_key DESC, t.sheet_no DESC, t.row_no) AS rank
  FROM core.int_act__olympiad_team AS t
  JOIN staging.stg_sheet AS sh ON sh.file_key = t.file_key AND sh.sheet_no = t.sheet_no
  JOIN ops.source_file AS f ON f.file_key = t.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m ON m.school_system = t.school_system AND m.school_ref = t.school_ref AND m.year = CAST(left(t.academic_year, 4) AS INTEGER) + 1
    AND m.school_id IS NOT NULL
)
SELECT r.academic_year, r.stage, r.school_id, r.municipality_id, CAST(r.place AS INTEGER) AS place, r.points, r.file_key, r.sheet_no, r.row_no
FROM ranked AS r
WHERE r.rank = 1
