-- Lists that others publish: schools with signs of bias (федеральный перечень) and schools with low results (ШНОР), as they came, with the
-- document they come from. Our own signs never go here.
CREATE TABLE IF NOT EXISTS staging.stg_list__bias (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    year INTEGER NOT NULL, ru4 BOOLEAN, ma4 BOOLEAN, ru5 BOOLEAN, ma5 BOOLEAN, n_markers INTEGER, document VARCHAR, document_number VARCHAR, document_date DATE
);
CREATE TABLE IF NOT EXISTS staging.stg_list__bias_long (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    year INTEGER NOT NULL, grade INTEGER NOT NULL, subject VARCHAR NOT NULL, marker VARCHAR, document VARCHAR, document_number VARCHAR, document_date DATE
);
CREATE TABLE IF NOT EXISTS staging.stg_list__low_results (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    year INTEGER NOT NULL, reason VARCHAR, document VARCHAR, document_number VARCHAR, document_date DATE
);
CREATE TABLE IF NOT EXISTS staging.stg_list__controlled (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    year INTEGER NOT NULL, grade INTEGER, subject VARCHAR, class_label VARCHAR, observers VARCHAR, document VARCHAR, document_number VARCHAR, document_date DATE
);
