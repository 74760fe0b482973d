-- Calendar year in the key of a work or an exam: partition of the tables that are cut by year and have the key among their unique columns.
(work_id) AS
TRY_CAST(regexp_extract(work_id, '-([0-9]{4})-', 1) AS INTEGER)
