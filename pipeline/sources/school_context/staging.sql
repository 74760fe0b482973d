-- What kind of school it is and whom it teaches, by academic year. n_* are pupils, pct_* are shares that came without numbers and stay percents.
CREATE TABLE IF NOT EXISTS staging.stg_ctx__school (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    academic_year VARCHAR NOT NULL, school_type VARCHAR, locality VARCHAR, settlement_size INTEGER, enrolment INTEGER,
    n_special_needs INTEGER, n_disabled INTEGER, n_registered INTEGER, n_single_parent INTEGER, n_large_family INTEGER, n_low_income INTEGER, n_parents_higher INTEGER, n_non_native INTEGER, n_advanced INTEGER,
    pct_special_needs DECIMAL(5,2), pct_disabled DECIMAL(5,2), pct_registered DECIMAL(5,2), pct_single_parent DECIMAL(5,2), pct_large_family DECIMAL(5,2), pct_low_income DECIMAL(5,2),
    pct_parents_higher DECIMAL(5,2), pct_non_native DECIMAL(5,2), pct_advanced DECIMAL(5,2)
);
