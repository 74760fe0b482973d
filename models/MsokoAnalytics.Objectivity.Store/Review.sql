-- Decisions of people. Every decision is a row of its own with what it was made on; the newest counts, none is deleted.
CREATE TABLE IF NOT EXISTS anomaly.review (
    flag_id VARCHAR NOT NULL,
    status VARCHAR NOT NULL,            -- новый | подтверждён | снят
    reason VARCHAR,
    changed_at TIMESTAMP NOT NULL
);

ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS level VARCHAR;
ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS direction VARCHAR;
ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS work_id VARCHAR;
ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS academic_year VARCHAR;
ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS school_id VARCHAR;
ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS class_id VARCHAR;
ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS mechanism VARCHAR;
ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS n INTEGER;
ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS posterior DOUBLE;
ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS model_version VARCHAR;
-- Evidences of the class as JSON, NULL for schools and the journal.
ALTER TABLE anomaly.review ADD COLUMN IF NOT EXISTS evidence VARCHAR;
