-- Typed tables of «Сетевой Город» exports; pupils are ordinals within a file, never names.
CREATE TABLE IF NOT EXISTS staging.stg_sgo__progress_subject (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, pupil_no INTEGER NOT NULL, academic_year VARCHAR, class_label VARCHAR,
    subject_name VARCHAR NOT NULL, sgo_mean DOUBLE, sgo_weighted DOUBLE, final_mark TINYINT, period_from DATE, period_to DATE
);
CREATE TABLE IF NOT EXISTS staging.stg_sgo__lesson_mark (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, col_no INTEGER NOT NULL, pupil_no INTEGER NOT NULL, subject_name VARCHAR NOT NULL,
    lesson_date DATE, marks TINYINT[] NOT NULL, absence VARCHAR
);
CREATE TABLE IF NOT EXISTS staging.stg_sgo__report_card (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, pupil_no INTEGER NOT NULL, academic_year VARCHAR, class_label VARCHAR,
    subject_name VARCHAR NOT NULL, period VARCHAR NOT NULL, mean DOUBLE, weighted_mean DOUBLE, mark TINYINT
);
