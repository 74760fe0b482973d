-- Certificates and medals by school, year and grade; the preliminary state (June) and the final one (after September) stand apart.
WITH ranked AS (
  SELECT
    c.*, m.school_id, m.municipality_id,
    row_number() OVER (PARTITION BY c.year, c.grade, c.state, m.school_id ORDER BY sh.layout_priority DESC, sh.issued_at DESC, f.path DESC, c.file_key DESC, c.sheet_no DESC, c.row_no) AS place
  FROM core.int_act__certificate AS c
  JOIN staging.stg_sheet AS sh ON sh.file_key = c.file_key AND sh.sheet_no = c.sheet_no
  JOIN ops.source_file AS f ON f.file_key = c.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m ON m.school_system = c.school_system AND m.school_ref = c.school_ref AND m.year = c.year
    AND m.school_id IS NOT NULL
)
SELECT
  CAST(r.year AS INTEGER) AS year, CAST(r.grade AS INTEGER) AS grade, r.state, r.school_id, r.municipality_id,
  r.n_graduates, r.n_received, r.n_honours, r.n_not_received, r.n_medal1, r.n_medal2, r.n_candidates, r.n_candidates_70,
  r.state = 'final' OR max(CASE r.state WHEN 'final' THEN 1 ELSE 0 END) OVER (PARTITION BY r.year, r.grade, r.school_id) = 0 AS is_latest,
  r.file_key, r.sheet_no, r.row_no
FROM ranked AS r
WHERE r.place = 1
