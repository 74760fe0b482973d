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
-- Pupils' rows, and once a batch of files what repeats from row to row and from sheet to sheet: places (region, municipality, school as written), labels of classes and outcomes (variant, sex, attendance,
-- total, marks). A row of few narrow columns is written in a fraction of the time. Their numbers are those of the whole warehouse, with few holes (three for the
-- outcomes of one combination of cells, of which mostly one is there): the engine can join by them as by places of an array. An outcome may be none of any row; what no
-- row names after rows have gone is removed at the end of the load.
CREATE TABLE IF NOT EXISTS staging.stg_vpr__place (
    place_id INTEGER NOT NULL, region_code VARCHAR, municipality_id VARCHAR, municipality_name VARCHAR,
    school_login VARCHAR NOT NULL, school_id VARCHAR NOT NULL, school_name VARCHAR
);
CREATE TABLE IF NOT EXISTS staging.stg_vpr__class (class_id INTEGER NOT NULL, class_label VARCHAR);
CREATE TABLE IF NOT EXISTS staging.stg_vpr__outcome (
    outcome_id INTEGER NOT NULL, variant INTEGER, sex ENUM('м', 'ж'), attendance ENUM('present', 'absent', 'unknown') NOT NULL,
    primary_score SMALLINT, mark_given TINYINT, journal_mark TINYINT, journal_state ENUM('mark', 'none', 'empty', 'bad') NOT NULL
);
-- task_code: by task the score, −1 for an X, −2 for a cell that is empty or was set aside; NULL without any task cell.
CREATE TABLE IF NOT EXISTS staging.stg_vpr__row (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, place_id INTEGER NOT NULL, class_id INTEGER NOT NULL, outcome_id INTEGER NOT NULL, participant_code VARCHAR NOT NULL,
    task_code TINYINT[]
);
-- rowid as a table has it: files loaded together lie together, and a build that needs some of them asks for their rows alone.
CREATE OR REPLACE VIEW staging.stg_vpr__result AS
SELECT
    r.rowid AS rowid, r.file_key, r.sheet_no, r.row_no, p.region_code, p.municipality_id, p.municipality_name, p.school_login, p.school_id, p.school_name, r.participant_code, c.class_label,
    o.variant::VARCHAR AS variant, o.sex::VARCHAR AS sex, o.attendance::VARCHAR AS attendance, o.primary_score, o.mark_given, o.journal_mark, o.journal_state::VARCHAR AS journal_state,
    list_transform(r.task_code, lambda c: CASE WHEN c >= 0 THEN c END) AS task_score, list_transform(r.task_code, lambda c: c = -1) AS task_is_x,
    r.task_code
FROM staging.stg_vpr__row AS r
JOIN staging.stg_vpr__place AS p ON p.place_id = r.place_id
JOIN staging.stg_vpr__class AS c ON c.class_id = r.class_id
JOIN staging.stg_vpr__outcome AS o ON o.outcome_id = r.outcome_id;
CREATE TABLE IF NOT EXISTS staging.stg_vpr__mark_statistics (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, scope VARCHAR NOT NULL, scope_id VARCHAR, scope_name VARCHAR,
    n_schools INTEGER, n_participants INTEGER NOT NULL, pct2 DECIMAL(5,2) NOT NULL, pct3 DECIMAL(5,2) NOT NULL, pct4 DECIMAL(5,2) NOT NULL, pct5 DECIMAL(5,2) NOT NULL
);
CREATE TABLE IF NOT EXISTS staging.stg_vpr__journal_comparison (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, scope VARCHAR NOT NULL, scope_id VARCHAR, scope_name VARCHAR,
    n_total INTEGER NOT NULL, lowered_pct DECIMAL(5,2), lowered_n INTEGER, confirmed_pct DECIMAL(5,2), confirmed_n INTEGER, raised_pct DECIMAL(5,2), raised_n INTEGER
);
