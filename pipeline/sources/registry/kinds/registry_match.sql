-- Types school-map.csv: codes and names that a person has linked to a school. A line without the person is no confirmation.
-- fields: system_raw external_raw login_raw author_raw date_raw
-- tasks: no

CREATE OR REPLACE TEMP TABLE typed AS
SELECT
    r.*,
    CASE
        WHEN damage IS NOT NULL THEN damage
        WHEN coalesce(msoko_text(system_raw), msoko_text(external_raw), msoko_text(login_raw)) IS NULL THEN 'row.group'
        WHEN system IS NULL THEN 'match.system'
        WHEN external_id IS NULL THEN 'match.code'
        WHEN school_id IS NULL THEN 'match.school'
        WHEN msoko_text(author_raw) IS NULL THEN 'match.author'
        WHEN min(school_id) OVER (PARTITION BY system, external_id) <> max(school_id) OVER (PARTITION BY system, external_id) THEN 'match.conflict'
    END AS verdict
FROM (
    SELECT
        i.*,
        CASE WHEN lower(msoko_text(i.system_raw)) IN ('огэ', 'егэ', 'инн', 'огрн', 'сго', 'фисоко', 'название') THEN lower(msoko_text(i.system_raw)) END AS system,
        regexp_replace(msoko_text(i.external_raw), '^(\d+)[.,]0+$', '\1') AS external_id,
        coalesce(right(msoko_login(i.login_raw), 6), lpad(nullif(regexp_extract(msoko_text(i.login_raw), '^\d{5,6}$'), ''), 6, '0')) AS school_id,
        coalesce(try_strptime(left(msoko_text(i.date_raw), 10), '%d.%m.%Y'), try_strptime(left(msoko_text(i.date_raw), 10), '%Y-%m-%d'))::DATE AS confirmed_on
    FROM sheet_input AS i
) AS r;

INSERT INTO staging.stg_registry__match
SELECT c.file_key, c.sheet_no, t.row_no, t.system, t.external_id, t.school_id, msoko_text(t.author_raw), t.confirmed_on
FROM typed AS t, sheet_context AS c
WHERE t.verdict IS NULL;

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row', coalesce(msoko_damage_class(t.verdict), msoko_value_class(
    CASE t.verdict WHEN 'match.system' THEN t.system_raw WHEN 'match.code' THEN t.external_raw WHEN 'match.author' THEN t.author_raw ELSE t.login_raw END))
FROM typed AS t
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k ON k.field = CASE t.verdict WHEN 'match.system' THEN 'system_raw' WHEN 'match.code' THEN 'external_raw' WHEN 'match.author' THEN 'author_raw' ELSE 'login_raw' END
WHERE t.verdict IS NOT NULL AND t.verdict <> 'row.group';

SELECT
    count(*) FILTER (WHERE verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE verdict IS NOT NULL AND verdict <> 'row.group') AS rejected,
    count(*) FILTER (WHERE verdict = 'row.group') AS non_data
FROM typed;
