-- What the tasks of a work test: a row is a task and one code or skill of it (many to many), as specifications print it. Codes are those of the file, none is made up.
CREATE TABLE IF NOT EXISTS staging.stg_spec__task (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, procedure VARCHAR NOT NULL, year INTEGER NOT NULL, wave VARCHAR NOT NULL,
    grade INTEGER NOT NULL, subject VARCHAR NOT NULL, level VARCHAR NOT NULL, task VARCHAR NOT NULL, task_no INTEGER, skill VARCHAR, skill_code VARCHAR,
    programme_block VARCHAR, difficulty VARCHAR, kes_code VARCHAR, kes_name VARCHAR, kt_code VARCHAR, kt_name VARCHAR, max_score INTEGER, code_status VARCHAR, document VARCHAR
);
