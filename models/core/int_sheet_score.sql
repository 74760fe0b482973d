-- The highest primary score on a sheet: which scales a work can have. Apart from core.dim_work, which is read whole by all others: so the rows of pupils are looked
-- through for new works only.
SELECT
  s.work_id,
  h.file_key,
  h.sheet_no,
  h.max_seen
FROM (
  SELECT r.file_key, r.sheet_no, max(r.primary_score) AS max_seen
  FROM core.int_vpr_result AS r
  WHERE r.attendance = 'present'
  GROUP BY r.file_key, r.sheet_no
) AS h
JOIN core.int_sheet_work AS s ON s.file_key = h.file_key AND s.sheet_no = h.sheet_no
