-- Typed tables of local works that mapping files describe. Results of pupils go where results of ВПР go: they are the same thing.
CREATE TABLE IF NOT EXISTS staging.stg_local__scale (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, min_3 INTEGER NOT NULL, min_4 INTEGER NOT NULL, min_5 INTEGER NOT NULL, source VARCHAR NOT NULL
);
-- One row per row of the file × subject × grade. row_kind: object (a school or municipality), total_row (the table's own sum of rows).
-- is_total: a total over subjects that the row prints itself, made of parts (NULL = of all subjects of the row).
CREATE TABLE IF NOT EXISTS staging.stg_local__aggregate (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, procedure VARCHAR NOT NULL, year INTEGER NOT NULL, academic_year VARCHAR NOT NULL,
    wave VARCHAR NOT NULL, grade INTEGER NOT NULL, subject VARCHAR NOT NULL, level VARCHAR NOT NULL, scope VARCHAR NOT NULL, row_kind VARCHAR NOT NULL,
    is_total BOOLEAN NOT NULL, parts VARCHAR[], except_parts VARCHAR[], code_system VARCHAR NOT NULL, school_code VARCHAR, school_name VARCHAR, town_name VARCHAR,
    municipality_name VARCHAR, region_name VARCHAR, same_name_no INTEGER NOT NULL, unit VARCHAR NOT NULL, max_score INTEGER,
    n INTEGER, mean DOUBLE, mean_digits INTEGER, sd DOUBLE, n2 INTEGER, n3 INTEGER, n4 INTEGER, n5 INTEGER,
    pct2 DECIMAL(5,2), pct3 DECIMAL(5,2), pct4 DECIMAL(5,2), pct5 DECIMAL(5,2)
);
