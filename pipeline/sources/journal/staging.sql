-- Period marks of journals, counted: one row per school, class, subject and period of a file. No pupils.
CREATE TABLE IF NOT EXISTS staging.stg_journal__period (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, school_system VARCHAR NOT NULL, school_ref VARCHAR NOT NULL, academic_year VARCHAR NOT NULL,
    grade TINYINT NOT NULL, class_label VARCHAR, subject VARCHAR NOT NULL, period VARCHAR NOT NULL,
    n2 SMALLINT NOT NULL, n3 SMALLINT NOT NULL, n4 SMALLINT NOT NULL, n5 SMALLINT NOT NULL, n_none SMALLINT NOT NULL
);
-- «Сводная ведомость» of a class: a mark of a pupil (an ordinal in the file, never a name) in a subject and period; NULL = none given.
CREATE TABLE IF NOT EXISTS staging.stg_journal__class_mark (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, column_no INTEGER NOT NULL, pupil_no INTEGER NOT NULL, academic_year VARCHAR, class_name VARCHAR,
    subject VARCHAR NOT NULL, period VARCHAR NOT NULL, mark TINYINT
);
-- Every spelling of a subject (folded) with its code of ФИС ОКО, or its name where it has none; written anew at every load.
CREATE TABLE IF NOT EXISTS staging.stg_subject_alias (
    alias VARCHAR NOT NULL, subject VARCHAR NOT NULL
);
