-- Typed tables of the ГИА source; contract for the models.
CREATE TABLE IF NOT EXISTS staging.stg_gia__result (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, procedure VARCHAR NOT NULL, year INTEGER NOT NULL,
    exam_code VARCHAR, subject VARCHAR, math_level VARCHAR, exam_date DATE, period VARCHAR, is_appeal BOOLEAN NOT NULL, appeal_outcome VARCHAR,
    municipality_code VARCHAR, municipality_id VARCHAR, school_code VARCHAR NOT NULL, ppe_code VARCHAR, room VARCHAR, grade INTEGER, class_label VARCHAR,
    variant VARCHAR, status VARCHAR NOT NULL, primary_score SMALLINT, test_score SMALLINT, mark TINYINT,
    short_score TINYINT[], short_max TINYINT[], long_score TINYINT[], long_max TINYINT[]
);
-- Which rows speak of one person, within the load they were read in; person_no is made of the place of the person's first row.
CREATE TABLE IF NOT EXISTS staging.stg_person_row (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, person_no BIGINT NOT NULL, is_ambiguous TINYINT NOT NULL
);
