-- The school a protocol row belongs to: its own ФИС ОКО digits, else the school of the sheet (folder, manifest), else the
-- login as written (e.g. «СПО …»), else one unknown school per file: two files without a school must not share pupils' codes.
(row_school_id, sheet_school_id, school_login, file_key) AS
coalesce(row_school_id, sheet_school_id, nullif(trim(school_login), ''), 'unknown-' || CAST(file_key AS VARCHAR))
