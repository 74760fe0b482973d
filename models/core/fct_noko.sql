-- Scores of the independent assessment of conditions by school, year and criterion, as published; of several files the newer one counts.
WITH told AS (
  SELECT w.file_key, w.sheet_no, w.row_no, w.school_system, w.school_ref, w.year, unnest([
    {'criterion': '1', 'score': w.criterion_1}, {'criterion': '2', 'score': w.criterion_2}, {'criterion': '3', 'score': w.criterion_3},
    {'criterion': '4', 'score': w.criterion_4}, {'criterion': '5', 'score': w.criterion_5}, {'criterion': 'итог', 'score': w.total}]) AS part
  FROM core.int_noko__score AS w
),
row_of AS (
  SELECT t.file_key, t.sheet_no, t.row_no, t.school_system, t.school_ref, t.year, t.part.criterion AS criterion, t.part.score AS score FROM told AS t WHERE t.part.score IS NOT NULL
  UNION ALL
  SELECT l.file_key, l.sheet_no, l.row_no, l.school_system, l.school_ref, l.year, l.criterion, l.score FROM core.int_noko__score_long AS l
),
ranked AS (
  SELECT
    r.year, r.criterion, m.school_id, m.municipality_id, r.score, r.file_key, r.sheet_no, r.row_no,
    row_number() OVER (PARTITION BY r.year, r.criterion, m.school_id ORDER BY sh.layout_priority DESC, sh.issued_at DESC, f.path DESC, r.file_key DESC, r.sheet_no DESC, r.row_no) AS place
  FROM row_of AS r
  JOIN staging.stg_sheet AS sh ON sh.file_key = r.file_key AND sh.sheet_no = r.sheet_no
  JOIN ops.source_file AS f ON f.file_key = r.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m ON m.school_system = r.school_system AND m.school_ref = r.school_ref AND m.year = r.year
    AND m.school_id IS NOT NULL
)
SELECT CAST(k.year AS INTEGER) AS year, k.criterion, k.school_id, k.municipality_id, k.score, k.file_key, k.sheet_no, k.row_no
FROM ranked AS k
WHERE k.place = 1
