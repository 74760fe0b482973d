-- Typed tables of the school registry: lists of schools with their codes, changes of schools, confirmed matches.
CREATE TABLE IF NOT EXISTS staging.stg_registry__school (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, origin VARCHAR NOT NULL, school_login VARCHAR, school_id VARCHAR, school_name VARCHAR,
    region_code VARCHAR, municipality_id VARCHAR, municipality_name VARCHAR, school_type VARCHAR, settlement_type VARCHAR,
    oge_id VARCHAR, ege_id VARCHAR, inn VARCHAR, ogrn VARCHAR, sgo_id VARCHAR, org_status VARCHAR, has_branches BOOLEAN, valid_from DATE, valid_to DATE
);
CREATE TABLE IF NOT EXISTS staging.stg_registry__relation (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, kind VARCHAR NOT NULL, school_id VARCHAR NOT NULL, successor_id VARCHAR,
    relation_date DATE NOT NULL, new_name VARCHAR, document VARCHAR
);
CREATE TABLE IF NOT EXISTS staging.stg_registry__match (
    file_key BIGINT NOT NULL, sheet_no INTEGER NOT NULL, row_no INTEGER NOT NULL, system VARCHAR NOT NULL, external_id VARCHAR NOT NULL, school_id VARCHAR NOT NULL,
    confirmed_by VARCHAR NOT NULL, confirmed_on DATE
);
