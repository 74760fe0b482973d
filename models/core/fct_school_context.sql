-- Type, place and size of a school by academic year; of several files the newer one counts.
WITH ranked AS (
  SELECT
    x.academic_year, m.school_id, m.municipality_id, x.school_type, x.locality, x.settlement_size, x.enrolment, x.file_key, x.sheet_no, x.row_no,
    row_number() OVER (PARTITION BY x.academic_year, m.school_id ORDER BY sh.layout_priority DESC, sh.issued_at DESC, f.path DESC, x.file_key DESC, x.sheet_no DESC, x.row_no) AS place
  FROM core.int_ctx__school AS x
  JOIN staging.stg_sheet AS sh ON sh.file_key = x.file_key AND sh.sheet_no = x.sheet_no
  JOIN ops.source_file AS f ON f.file_key = x.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m ON m.school_system = x.school_system AND m.school_ref = x.school_ref AND m.year = CAST(left(x.academic_year, 4) AS INTEGER) + 1
    AND m.school_id IS NOT NULL
)
SELECT r.academic_year, r.school_id, r.municipality_id, r.school_type, r.locality, r.settlement_size, r.enrolment, r.file_key, r.sheet_no, r.row_no
FROM ranked AS r
WHERE r.place = 1
