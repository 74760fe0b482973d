-- Contextual clusters of an academic year that a person has approved (school-clusters.csv): they stay whatever the program would make of the data.
CREATE TABLE IF NOT EXISTS staging.stg_cluster__fixed (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    academic_year VARCHAR NOT NULL, cluster INTEGER NOT NULL, is_typical BOOLEAN, stability DOUBLE, rule_version VARCHAR, approved_by VARCHAR NOT NULL, approved_on DATE
);
