-- Schemas of the flow and the tables that every run writes. Tables of staging belong to their sources, tables of core and marts to the models.
CREATE SCHEMA IF NOT EXISTS raw;
CREATE SCHEMA IF NOT EXISTS rejects;
CREATE SCHEMA IF NOT EXISTS staging;
CREATE SCHEMA IF NOT EXISTS core;
CREATE SCHEMA IF NOT EXISTS marts;
CREATE SCHEMA IF NOT EXISTS anomaly;
CREATE SCHEMA IF NOT EXISTS ops;

CREATE TABLE IF NOT EXISTS ops.run (
    run_id VARCHAR NOT NULL,
    command VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    status VARCHAR NOT NULL,          -- running | complete | failed | cancelled | interrupted
    app_version VARCHAR NOT NULL,
    engine_version VARCHAR NOT NULL,
    message VARCHAR
);

-- One row per distinct content. status: loaded | unrecognised | failed | replaced
CREATE TABLE IF NOT EXISTS ops.source_file (
    file_key BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    format VARCHAR,
    size_bytes BIGINT NOT NULL,
    modified_at TIMESTAMP NOT NULL,
    status VARCHAR NOT NULL,
    problem_rule VARCHAR,
    problem VARCHAR,
    sources_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL
);

-- The same content under another name.
CREATE TABLE IF NOT EXISTS ops.source_copy (path VARCHAR NOT NULL, file_key BIGINT NOT NULL);

-- Content of files as it was last read, so that what has not changed is not read again. folder: hash of the path of the loaded folder.
CREATE TABLE IF NOT EXISTS ops.file_stamp (
    folder VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    size_bytes BIGINT NOT NULL,
    modified_ticks BIGINT NOT NULL,   -- units of 100 ns since year 1, UTC: finer than a TIMESTAMP
    sha256 VARCHAR NOT NULL,
    read_ticks BIGINT NOT NULL        -- when the reading began
);

-- The account of every sheet: rows_read = rows_loaded + rows_rejected + rows_non_data.
CREATE TABLE IF NOT EXISTS ops.source_sheet (
    file_key BIGINT NOT NULL,
    sheet_no INTEGER NOT NULL,
    sheet_name VARCHAR NOT NULL,
    layout_id VARCHAR,
    status VARCHAR NOT NULL,          -- loaded | auxiliary | empty | unrecognised | no_context
    problem VARCHAR,
    rows_read INTEGER NOT NULL,
    rows_loaded INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    rows_non_data INTEGER NOT NULL
);

-- A file that came again under the same name with other content: what changed for its pupils.
CREATE TABLE IF NOT EXISTS ops.reissue (
    path VARCHAR NOT NULL,
    old_file_key BIGINT NOT NULL,
    new_file_key BIGINT NOT NULL,
    pupils_same INTEGER NOT NULL,
    pupils_changed INTEGER NOT NULL,
    pupils_added INTEGER NOT NULL,
    pupils_removed INTEGER NOT NULL,
    run_id VARCHAR NOT NULL
);

-- Verbatim rows of recognised sheets: the cells joined by U+001F, trailing empty cells left out, columns with personal data empty.
-- One text a row costs a third of a list of cells to store; raw.sheet_cell takes it apart. row_class: title | header | body | a damage code.
CREATE TABLE IF NOT EXISTS raw.sheet_row (
    file_key BIGINT NOT NULL,
    sheet_no INTEGER NOT NULL,
    row_no INTEGER NOT NULL,
    row_class VARCHAR NOT NULL,
    line VARCHAR NOT NULL
);

CREATE OR REPLACE VIEW raw.sheet_cell AS
SELECT file_key, sheet_no, row_no, row_class, string_split(line, chr(31)) AS cells FROM raw.sheet_row;

-- severity: row (the row is not loaded) | cell (the cell is empty in staging) | warning (kept as it is). Never a value of a pupil.
CREATE TABLE IF NOT EXISTS rejects.reject (
    file_key BIGINT NOT NULL,
    sheet_no INTEGER NOT NULL,
    row_no INTEGER,
    column_no INTEGER,
    column_name VARCHAR,
    rule VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    value_class VARCHAR
);

CREATE TABLE IF NOT EXISTS rejects.rule (rule VARCHAR NOT NULL, title VARCHAR NOT NULL, expected VARCHAR, advice VARCHAR);

-- Reviewed counts of the file «ожидается.csv» in the loaded folder; empty grade or subject = all, empty bound = none.
CREATE TABLE IF NOT EXISTS ops.expected_rows (
    line_no INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    year INTEGER,
    grade INTEGER,
    subject VARCHAR,
    min_rows BIGINT,
    max_rows BIGINT,
    reviewed_by VARCHAR,
    reviewed_on DATE
);

-- Filled by the analysis of objectivity after every build; results of works weighted by 1 − posterior. Here because views of the marts read it before the first analysis.
CREATE TABLE IF NOT EXISTS anomaly.corrected_work_result (
    work_id VARCHAR NOT NULL,
    as_of VARCHAR NOT NULL,           -- was | now | both: as core.int_scope
    scope VARCHAR NOT NULL,           -- region | municipality | school
    scope_id VARCHAR NOT NULL,
    n_unjudged INTEGER NOT NULL,
    n_effective DOUBLE NOT NULL,
    mean_score_corrected DOUBLE,
    pass_pct_corrected DOUBLE,
    pass_corrected_lo DOUBLE,
    pass_corrected_hi DOUBLE,
    quality_pct_corrected DOUBLE,
    quality_corrected_lo DOUBLE,
    quality_corrected_hi DOUBLE,
    correction_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
