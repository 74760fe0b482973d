-- ВПР written under independent observers («контролируемая ОО»), as finely as the list names them: school and year, and grade, subject and
-- class where it says so. Of several files that give the list of the same year, the newer one counts whole.
WITH placed AS (
  SELECT c.file_key, c.sheet_no, c.row_no, c.year, m.school_id, m.municipality_id, c.grade, c.subject, c.class_label, c.observers, c.document, c.document_number, c.document_date, f.path,
    first_value(c.file_key) OVER list_of_year AS best_file
  FROM staging.stg_list__controlled AS c
  JOIN staging.stg_sheet AS sh ON sh.file_key = c.file_key AND sh.sheet_no = c.sheet_no
  JOIN ops.source_file AS f ON f.file_key = c.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m ON m.school_system = c.school_system AND m.school_ref = c.school_ref AND m.year = c.year
    AND m.school_id IS NOT NULL
  WINDOW list_of_year AS (PARTITION BY c.year, m.municipality_id ORDER BY sh.layout_priority DESC, sh.issued_at DESC, f.path DESC, c.file_key DESC, c.sheet_no DESC)
)
SELECT
  CAST(p.year AS INTEGER) AS year, p.school_id, p.municipality_id, CAST(p.grade AS INTEGER) AS grade, p.subject, p.class_label, p.observers,
  p.document, p.document_number, p.document_date, p.path AS source_path, p.file_key, p.sheet_no, p.row_no
FROM placed AS p
WHERE p.file_key = p.best_file
QUALIFY row_number() OVER (PARTITION BY p.year, p.school_id, p.grade, p.subject, p.class_label ORDER BY p.sheet_no, p.row_no) = 1
