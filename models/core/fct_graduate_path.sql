-- Where the graduates of grades 9 and 11 went, by school and year; of several files the newer one counts.
WITH ranked AS (
  SELECT
    g.*, m.school_id, m.municipality_id,
    row_number() OVER (PARTITION BY g.year, g.grade, m.school_id ORDER BY sh.layout_priority DESC, sh.issued_at DESC, f.path DESC, g.file_key DESC, g.sheet_no DESC, g.row_no) AS place
  FROM core.int_act__graduate_path AS g
  JOIN staging.stg_sheet AS sh ON sh.file_key = g.file_key AND sh.sheet_no = g.sheet_no
  JOIN ops.source_file AS f ON f.file_key = g.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m ON m.school_system = g.school_system AND m.school_ref = g.school_ref AND m.year = g.year
    AND m.school_id IS NOT NULL
),
chosen AS (
  SELECT
    r.*,
    unnest([
      {'path': 'grade10', 'n': r.n_grade10}, {'path': 'spo', 'n': r.n_spo}, {'path': 'vpo', 'n': r.n_vpo}, {'path': 'work', 'n': r.n_work},
      {'path': 'army', 'n': r.n_army}, {'path': 'other', 'n': r.n_other}, {'path': 'none', 'n': r.n_none}]) AS part
  FROM ranked AS r
  WHERE r.place = 1
)
SELECT
  CAST(c.year AS INTEGER) AS year,
  CAST(c.grade AS INTEGER) AS grade,
  c.school_id,
  c.municipality_id,
  c.part.path AS path,
  CAST(c.part.n AS INTEGER) AS n,
  CAST(c.n_graduates AS INTEGER) AS n_graduates,
  -- What the parts leave of the total: above zero where the file does not tell of everybody.
  CAST(c.n_graduates - (coalesce(c.n_grade10, 0) + coalesce(c.n_spo, 0) + coalesce(c.n_vpo, 0) + coalesce(c.n_work, 0) + coalesce(c.n_army, 0)
    + coalesce(c.n_other, 0) + coalesce(c.n_none, 0)) AS INTEGER) AS n_untold,
  c.file_key,
  c.sheet_no,
  c.row_no
FROM chosen AS c
WHERE c.part.n IS NOT NULL
