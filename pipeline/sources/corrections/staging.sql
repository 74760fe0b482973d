-- corrections.csv: single values set right by a person, each with the value it expects to find.
CREATE TABLE IF NOT EXISTS staging.stg_correction (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, target VARCHAR NOT NULL, path VARCHAR NOT NULL, sheet VARCHAR, target_row INTEGER,
    school_id VARCHAR, participant_code VARCHAR, field VARCHAR NOT NULL, expect VARCHAR, new_value VARCHAR, reason VARCHAR NOT NULL, author VARCHAR NOT NULL, corrected_on DATE NOT NULL
);
ALTER TABLE staging.stg_correction ADD COLUMN IF NOT EXISTS subject VARCHAR;
ALTER TABLE staging.stg_correction ADD COLUMN IF NOT EXISTS period VARCHAR;
ALTER TABLE staging.stg_correction ADD COLUMN IF NOT EXISTS fields VARCHAR[];
