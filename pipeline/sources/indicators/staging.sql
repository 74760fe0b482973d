-- Monitoring indicators (Постановление 662) as a long table. A row speaks of a school, or of a municipality when it names no school.
-- A value without numerator and denominator stays what it is, with its unit.
CREATE TABLE IF NOT EXISTS staging.stg_ind__value (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR, school_ref VARCHAR, school_name VARCHAR, municipality VARCHAR,
    year INTEGER NOT NULL, code VARCHAR, name VARCHAR, unit VARCHAR, value DOUBLE NOT NULL, numerator DOUBLE, denominator DOUBLE
);
