-- Results of pupils at events by level; the same event of a school in several files counts once, from the newer file.
WITH ranked AS (
  SELECT
    t.academic_year, m.school_id, m.municipality_id, t.event, t.direction, t.level, t.result, t.event_date, t.n_pupils, t.file_key, t.sheet_no, t.row_no,
    first_value(t.file_key) OVER same_event AS best_file,
    first_value(t.sheet_no) OVER same_event AS best_sheet
  FROM core.int_act__talent AS t
  JOIN staging.stg_sheet AS sh ON sh.file_key = t.file_key AND sh.sheet_no = t.sheet_no
  JOIN ops.source_file AS f ON f.file_key = t.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m ON m.school_system = t.school_system AND m.school_ref = t.school_ref AND m.year = CAST(left(t.academic_year, 4) AS INTEGER) + 1
    AND m.school_id IS NOT NULL
  WINDOW same_event AS (
    PARTITION BY t.academic_year, m.school_id, lower(t.event), t.level, t.event_date ORDER BY sh.layout_priority DESC, sh.issued_at DESC, f.path DESC, t.file_key DESC, t.sheet_no DESC)
)
SELECT
  r.academic_year, r.school_id, r.municipality_id, r.event, r.direction, r.level, r.result, r.event_date, CAST(r.n_pupils AS INTEGER) AS n_pupils,
  r.file_key, r.sheet_no, r.row_no
FROM ranked AS r
WHERE r.file_key = r.best_file AND r.sheet_no = r.best_sheet
