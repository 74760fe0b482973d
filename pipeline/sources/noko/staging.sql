-- Independent assessment of conditions (НОКО): scores by the five criteria, as published, 0..100.
CREATE TABLE IF NOT EXISTS staging.stg_noko__score (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    year INTEGER NOT NULL, criterion_1 DOUBLE, criterion_2 DOUBLE, criterion_3 DOUBLE, criterion_4 DOUBLE, criterion_5 DOUBLE, total DOUBLE
);
CREATE TABLE IF NOT EXISTS staging.stg_noko__score_long (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    year INTEGER NOT NULL, criterion VARCHAR NOT NULL, score DOUBLE NOT NULL
);
