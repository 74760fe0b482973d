-- Corrections of tables other than results of works that count, one row per corrected row of staging.
SELECT
  c.source_table,
  c.target_file AS file_key,
  c.target_sheet AS sheet_no,
  c.target_row AS row_no,
  c.cells,
  list(c.field ORDER BY c.field) AS fields,
  list(c.new_value ORDER BY c.field) AS new_values
FROM core.correction AS c
WHERE c.status = 'применена' AND c.cells IS NOT NULL
GROUP BY c.source_table, c.target_file, c.target_sheet, c.target_row, c.cells
