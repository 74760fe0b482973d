-- Types one list of changes of schools. «Логин» is the school that changes, «Логин преемника» what it becomes or belongs to:
-- the head school of a branch, the school that takes another in, the new school of a transformation, one of the schools a school is split into.
-- fields: kind_raw login_raw successor_raw date_raw new_name_raw document_raw
-- tasks: no

CREATE OR REPLACE TEMP TABLE read_cells AS
SELECT
    i.*,
    CASE
        WHEN regexp_matches(lower(msoko_text(i.kind_raw)), '^филиал') THEN 'филиал'
        WHEN regexp_matches(lower(msoko_text(i.kind_raw)), '^(присоединен|слияни)') THEN 'присоединение'
        WHEN regexp_matches(lower(msoko_text(i.kind_raw)), '^(разделен|выделен)') THEN 'разделение'
        WHEN regexp_matches(lower(msoko_text(i.kind_raw)), '^преобразован') THEN 'преобразование'
        WHEN regexp_matches(lower(msoko_text(i.kind_raw)), '^переименован') THEN 'переименование'
        WHEN regexp_matches(lower(msoko_text(i.kind_raw)), '^(закрыт|ликвид)') THEN 'закрытие'
    END AS kind,
    coalesce(right(msoko_login(i.login_raw), 6), lpad(nullif(regexp_extract(msoko_text(i.login_raw), '^\d{5,6}$'), ''), 6, '0')) AS school_id,
    coalesce(right(msoko_login(i.successor_raw), 6), lpad(nullif(regexp_extract(msoko_text(i.successor_raw), '^\d{5,6}$'), ''), 6, '0')) AS successor_id,
    coalesce(try_strptime(left(msoko_text(i.date_raw), 10), '%d.%m.%Y'), try_strptime(left(msoko_text(i.date_raw), 10), '%Y-%m-%d'))::DATE AS relation_date
FROM sheet_input AS i;

CREATE OR REPLACE TEMP TABLE typed AS
SELECT
    r.*,
    CASE
        WHEN damage IS NOT NULL THEN damage
        WHEN coalesce(msoko_text(kind_raw), msoko_text(login_raw), msoko_text(successor_raw), msoko_text(date_raw)) IS NULL THEN 'row.group'
        WHEN kind IS NULL THEN 'relation.kind'
        WHEN school_id IS NULL THEN 'relation.school'
        WHEN successor_id IS NULL AND (msoko_text(successor_raw) IS NOT NULL OR kind IN ('филиал', 'присоединение', 'разделение', 'преобразование')) THEN 'relation.successor'
        WHEN successor_id IS NOT NULL AND kind = 'закрытие' THEN 'relation.closed'
        WHEN successor_id = school_id AND kind <> 'переименование' THEN 'relation.itself'
        WHEN relation_date IS NULL THEN 'relation.date'
    END AS verdict
FROM read_cells AS r;

INSERT INTO staging.stg_registry__relation
SELECT c.file_key, c.sheet_no, t.row_no, t.kind, t.school_id, nullif(t.successor_id, t.school_id), t.relation_date, msoko_text(t.new_name_raw), msoko_text(t.document_raw)
FROM typed AS t, sheet_context AS c
WHERE t.verdict IS NULL;

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row', coalesce(msoko_damage_class(t.verdict), msoko_value_class(
    CASE t.verdict WHEN 'relation.kind' THEN t.kind_raw WHEN 'relation.school' THEN t.login_raw WHEN 'relation.date' THEN t.date_raw ELSE t.successor_raw END))
FROM typed AS t
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k ON k.field = CASE t.verdict WHEN 'relation.kind' THEN 'kind_raw' WHEN 'relation.school' THEN 'login_raw' WHEN 'relation.date' THEN 'date_raw' ELSE 'successor_raw' END
WHERE t.verdict IS NOT NULL AND t.verdict <> 'row.group';

SELECT
    count(*) FILTER (WHERE verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE verdict IS NOT NULL AND verdict <> 'row.group') AS rejected,
    count(*) FILTER (WHERE verdict = 'row.group') AS non_data
FROM typed;
