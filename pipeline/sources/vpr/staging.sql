-- Typed tables of the ВПР source; contract for the models.
CREATE TABLE IF NOT EXISTS staging.stg_sheet (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, sheet_name VARCHAR NOT NULL, layout_id VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    layout_priority INTEGER NOT NULL, issued_at TIMESTAMP NOT NULL, procedure VARCHAR NOT NULL, year INTEGER, academic_year VARCHAR, wave VARCHAR, grade INTEGER, actual_grade INTEGER,
    subject VARCHAR, level VARCHAR, max_score INTEGER, work_date DATE, region_code VARCHAR, municipality_id VARCHAR, school_id VARCHAR,
    class_label VARCHAR, context_source VARCHAR
);
CREATE TABLE IF NOT EXISTS staging.stg_sheet_task (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, task_no INTEGER NOT NULL, label VARCHAR NOT NULL, max_score INTEGER, difficulty VARCHAR
);
CREATE TABLE IF NOT EXISTS staging.stg_vpr__result (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, region_code VARCHAR, municipality_id VARCHAR, municipality_name VARCHAR,
    school_login VARCHAR NOT NULL, school_id VARCHAR NOT NULL, school_name VARCHAR, participant_code VARCHAR NOT NULL, class_label VARCHAR, variant VARCHAR, sex VARCHAR,
    attendance VARCHAR NOT NULL, primary_score SMALLINT, mark_given TINYINT, journal_mark TINYINT, journal_state VARCHAR NOT NULL,
    task_score TINYINT[], task_is_x BOOLEAN[]
);
CREATE TABLE IF NOT EXISTS staging.stg_vpr__mark_statistics (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, scope VARCHAR NOT NULL, scope_id VARCHAR, scope_name VARCHAR,
    n_schools INTEGER, n_participants INTEGER NOT NULL, pct2 DECIMAL(5,2) NOT NULL, pct3 DECIMAL(5,2) NOT NULL, pct4 DECIMAL(5,2) NOT NULL, pct5 DECIMAL(5,2) NOT NULL
);
CREATE TABLE IF NOT EXISTS staging.stg_vpr__journal_comparison (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, scope VARCHAR NOT NULL, scope_id VARCHAR, scope_name VARCHAR,
    n_total INTEGER NOT NULL, lowered_pct DECIMAL(5,2), lowered_n INTEGER, confirmed_pct DECIMAL(5,2), confirmed_n INTEGER, raised_pct DECIMAL(5,2), raised_n INTEGER
);
