-- Lists that others publish, one row per school and sign, with the document; never merged with signs of our own. Of several files that give the
-- list of the same year, the newer one counts whole: a school that a corrected list leaves out is not on it.
WITH wide AS (
  SELECT b.file_key, b.sheet_no, b.row_no, b.school_system, b.school_ref, b.year, b.n_markers, b.document, b.document_number, b.document_date, unnest([
    {'grade': 4, 'subject': 'РУ', 'is_listed': b.ru4}, {'grade': 4, 'subject': 'МА', 'is_listed': b.ma4},
    {'grade': 5, 'subject': 'РУ', 'is_listed': b.ru5}, {'grade': 5, 'subject': 'МА', 'is_listed': b.ma5}]) AS work
  FROM core.int_list__bias AS b
),
told AS (
  SELECT 'bias' AS list, w.file_key, w.sheet_no, w.row_no, w.school_system, w.school_ref, w.year, w.work.grade AS grade, w.work.subject AS subject, CAST(NULL AS VARCHAR) AS marker,
    w.n_markers, w.document, w.document_number, w.document_date
  FROM wide AS w WHERE w.work.is_listed
  UNION ALL
  SELECT 'bias', l.file_key, l.sheet_no, l.row_no, l.school_system, l.school_ref, l.year, l.grade, l.subject, l.marker, NULL, l.document, l.document_number, l.document_date
  FROM core.int_list__bias_long AS l
  UNION ALL
  SELECT 'low_results', s.file_key, s.sheet_no, s.row_no, s.school_system, s.school_ref, s.year, NULL, NULL, s.reason, NULL, s.document, s.document_number, s.document_date
  FROM core.int_list__low_results AS s
),
placed AS (
  SELECT t.*, m.school_id, m.municipality_id, f.path,
    first_value(t.file_key) OVER list_of_year AS best_file
  FROM told AS t
  JOIN staging.stg_sheet AS sh ON sh.file_key = t.file_key AND sh.sheet_no = t.sheet_no
  JOIN ops.source_file AS f ON f.file_key = t.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m ON m.school_system = t.school_system AND m.school_ref = t.school_ref AND m.year = t.year
    AND m.school_id IS NOT NULL
  WINDOW list_of_year AS (PARTITION BY t.list, t.year, m.municipality_id ORDER BY sh.layout_priority DESC, sh.issued_at DESC, f.path DESC, t.file_key DESC, t.sheet_no DESC)
)
SELECT
  p.list, CAST(p.year AS INTEGER) AS year, p.school_id, p.municipality_id, CAST(p.grade AS INTEGER) AS grade, p.subject, p.marker, p.n_markers, p.document, p.document_number, p.document_date,
  p.path AS source_path, p.file_key, p.sheet_no, p.row_no
FROM placed AS p
WHERE p.file_key = p.best_file
QUALIFY row_number() OVER (PARTITION BY p.list, p.year, p.school_id, p.grade, p.subject, p.marker ORDER BY p.sheet_no, p.row_no) = 1
