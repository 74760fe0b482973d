-- Types one list of schools. A school is known by its ФИС ОКО login; a row without one is kept for its other codes and waits for a match.
-- fields: login_raw name_raw municipality_raw type_raw settlement_raw oge_raw ege_raw inn_raw ogrn_raw sgo_raw status_raw branches_raw from_raw to_raw
-- tasks: no

CREATE OR REPLACE TEMP TABLE read_cells AS
SELECT
    i.row_no, i.damage, i.login_raw,
    msoko_text(i.login_raw) IS NOT NULL AND msoko_login(i.login_raw) IS NULL AND NOT regexp_full_match(msoko_text(i.login_raw), '\d{5,6}') AS bad_login,
    msoko_login(i.login_raw) AS school_login,
    coalesce(right(msoko_login(i.login_raw), 6), lpad(nullif(regexp_extract(msoko_text(i.login_raw), '^\d{5,6}$'), ''), 6, '0')) AS school_id,
    msoko_name(i.name_raw) AS school_name,
    msoko_municipality(i.municipality_raw) AS municipality_id,
    msoko_name(i.municipality_raw) AS municipality_name,
    msoko_text(i.type_raw) AS school_type,
    msoko_text(i.settlement_raw) AS settlement_type,
    regexp_replace(msoko_text(i.oge_raw), '[.,]0+$', '') AS oge_id,
    regexp_replace(msoko_text(i.ege_raw), '[.,]0+$', '') AS ege_id,
    regexp_replace(msoko_text(i.inn_raw), '[.,]0+$', '') AS inn,
    regexp_replace(msoko_text(i.ogrn_raw), '[.,]0+$', '') AS ogrn,
    regexp_replace(msoko_text(i.sgo_raw), '[.,]0+$', '') AS sgo_id,
    msoko_text(i.status_raw) AS org_status,
    CASE WHEN lower(msoko_text(i.branches_raw)) IN ('да', '1', 'есть', '+') THEN TRUE WHEN lower(msoko_text(i.branches_raw)) IN ('нет', '0', '-') THEN FALSE END AS has_branches,
    i.from_raw, i.to_raw,
    coalesce(try_strptime(left(msoko_text(i.from_raw), 10), '%d.%m.%Y'), try_strptime(left(msoko_text(i.from_raw), 10), '%Y-%m-%d'))::DATE AS valid_from,
    coalesce(try_strptime(left(msoko_text(i.to_raw), 10), '%d.%m.%Y'), try_strptime(left(msoko_text(i.to_raw), 10), '%Y-%m-%d'))::DATE AS valid_to
FROM sheet_input AS i;

CREATE OR REPLACE TEMP TABLE typed AS
SELECT
    r.*,
    -- ИНН of an organisation: the tenth digit is Σ weight·digit mod 11 mod 10 (приказ ФНС ЕД-7-14/559). ОГРН: the thirteenth is the first twelve mod 11 mod 10.
    r.inn IS NULL OR coalesce(regexp_full_match(r.inn, '\d{10}')
        AND list_sum([w * TRY_CAST(substr(r.inn, k, 1) AS INTEGER) FOR w, k IN [2, 4, 10, 3, 5, 9, 4, 6, 8]]) % 11 % 10 = TRY_CAST(substr(r.inn, 10, 1) AS INTEGER), FALSE) AS inn_ok,
    r.ogrn IS NULL OR coalesce(regexp_full_match(r.ogrn, '\d{13}') AND TRY_CAST(left(r.ogrn, 12) AS BIGINT) % 11 % 10 = TRY_CAST(right(r.ogrn, 1) AS INTEGER), FALSE) AS ogrn_ok,
    CASE
        WHEN r.damage IS NOT NULL THEN r.damage
        WHEN r.school_login IS NULL AND r.school_id IS NULL AND r.school_name IS NULL AND coalesce(r.oge_id, r.ege_id, r.inn, r.ogrn, r.sgo_id) IS NULL AND NOT r.bad_login THEN 'row.group'
        WHEN r.bad_login THEN 'registry.login'
        WHEN r.school_id IS NULL AND coalesce(r.oge_id, r.ege_id, r.inn, r.ogrn, r.sgo_id) IS NULL THEN 'registry.id'
        WHEN (msoko_text(r.from_raw) IS NOT NULL AND r.valid_from IS NULL) OR (msoko_text(r.to_raw) IS NOT NULL AND r.valid_to IS NULL) OR r.valid_to < r.valid_from THEN 'registry.date'
        WHEN r.school_id IS NOT NULL AND row_number() OVER (PARTITION BY r.school_id, r.valid_from ORDER BY r.row_no) > 1 THEN 'registry.duplicate'
    END AS verdict
FROM read_cells AS r;

INSERT INTO staging.stg_registry__school
SELECT c.file_key, c.sheet_no, t.row_no, CASE WHEN EXISTS (SELECT 1 FROM sheet_column WHERE header LIKE '6.%') THEN 'questionnaire' ELSE 'registry' END,
    t.school_login, t.school_id, t.school_name, coalesce(left(t.municipality_id, 2), left(t.school_id, 2), c.region_code), coalesce(t.municipality_id, c.municipality_id), t.municipality_name,
    t.school_type, t.settlement_type, t.oge_id, t.ege_id, CASE WHEN t.inn_ok THEN t.inn END, CASE WHEN t.ogrn_ok THEN t.ogrn END, t.sgo_id, t.org_status, t.has_branches, t.valid_from, t.valid_to
FROM typed AS t, sheet_context AS c
WHERE t.verdict IS NULL;

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row', coalesce(msoko_damage_class(t.verdict), CASE WHEN t.verdict = 'registry.login' THEN msoko_value_class(t.login_raw) ELSE 'строка' END)
FROM typed AS t
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k ON k.field = CASE t.verdict
    WHEN 'registry.date' THEN CASE WHEN msoko_text(t.from_raw) IS NOT NULL AND t.valid_from IS NULL THEN 'from_raw' ELSE 'to_raw' END
    ELSE 'login_raw' END
WHERE t.verdict IS NOT NULL AND t.verdict <> 'row.group';

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, b.rule, 'cell', msoko_value_class(b.cell)
FROM typed AS t
CROSS JOIN sheet_context AS c
CROSS JOIN (VALUES ('registry.inn', 'inn_raw'), ('registry.ogrn', 'ogrn_raw')) AS v(rule, field)
CROSS JOIN LATERAL (SELECT v.rule, CASE v.rule WHEN 'registry.inn' THEN t.inn ELSE t.ogrn END AS cell, CASE v.rule WHEN 'registry.inn' THEN t.inn_ok ELSE t.ogrn_ok END AS ok) AS b
LEFT JOIN sheet_column AS k ON k.field = v.field
WHERE t.verdict IS NULL AND NOT b.ok;

SELECT
    count(*) FILTER (WHERE verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE verdict IS NOT NULL AND verdict <> 'row.group') AS rejected,
    count(*) FILTER (WHERE verdict = 'row.group') AS non_data
FROM typed;
