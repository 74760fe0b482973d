-- Changes of schools, one row per kind and pair; of several records the latest date counts. The parent is the head school of a branch,
-- the school that took the child in, the school that the child became, or the school that was split.
WITH told AS (
  SELECT
    r.kind,
    CASE WHEN r.kind = 'разделение' THEN r.school_id ELSE r.successor_id END AS parent_id,
    CASE WHEN r.kind = 'разделение' THEN r.successor_id ELSE r.school_id END AS child_id,
    r.relation_date,
    r.new_name,
    r.document,
    r.file_key,
    r.sheet_no,
    r.row_no
  FROM staging.stg_registry__relation AS r
)
SELECT
  t.kind,
  t.parent_id,
  t.child_id,
  t.relation_date,
  -- Works of a calendar year are written in spring: what changes from July on shows in the next year's works.
  CAST(year(t.relation_date) + CASE WHEN month(t.relation_date) >= 7 THEN 1 ELSE 0 END AS INTEGER) AS from_year,
  t.new_name,
  t.document,
  t.file_key,
  t.sheet_no,
  t.row_no
FROM told AS t
QUALIFY row_number() OVER (
  PARTITION BY t.kind, t.parent_id, t.child_id ORDER BY t.relation_date DESC, t.file_key, t.sheet_no, t.row_no DESC) = 1
