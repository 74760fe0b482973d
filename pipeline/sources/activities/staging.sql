-- Olympiads, talents, paths of graduates, certificates. A school is named by school_system and school_ref: «фисоко» and six digits,
-- another system of core.map_school_external and its id, or «название» and the name as written (which finds no school by itself).
CREATE TABLE IF NOT EXISTS staging.stg_act__olympiad_row (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    academic_year VARCHAR NOT NULL, stage VARCHAR NOT NULL, subject VARCHAR NOT NULL, grade INTEGER, status VARCHAR NOT NULL, score DOUBLE, max_score DOUBLE
);
CREATE TABLE IF NOT EXISTS staging.stg_act__olympiad_count (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    academic_year VARCHAR NOT NULL, stage VARCHAR NOT NULL, subject VARCHAR NOT NULL, grade INTEGER, n_participants INTEGER, n_winners INTEGER NOT NULL, n_prize INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS staging.stg_act__olympiad_team (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    academic_year VARCHAR NOT NULL, stage VARCHAR NOT NULL, place INTEGER NOT NULL, points DOUBLE
);
CREATE TABLE IF NOT EXISTS staging.stg_act__talent (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    academic_year VARCHAR NOT NULL, event VARCHAR NOT NULL, direction VARCHAR, level VARCHAR NOT NULL, result VARCHAR NOT NULL, event_date DATE, n_pupils INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS staging.stg_act__graduate_path (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    year INTEGER NOT NULL, grade INTEGER NOT NULL, n_graduates INTEGER NOT NULL, n_grade10 INTEGER, n_spo INTEGER, n_vpo INTEGER, n_work INTEGER, n_army INTEGER, n_other INTEGER, n_none INTEGER
);
CREATE TABLE IF NOT EXISTS staging.stg_act__certificate (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, school_name VARCHAR,
    year INTEGER NOT NULL, grade INTEGER NOT NULL, state VARCHAR NOT NULL, n_graduates INTEGER NOT NULL, n_received INTEGER NOT NULL, n_honours INTEGER, n_not_received INTEGER NOT NULL,
    n_medal1 INTEGER, n_medal2 INTEGER, n_candidates INTEGER, n_candidates_70 INTEGER
);
