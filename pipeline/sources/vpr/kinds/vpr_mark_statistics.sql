-- Types one sheet of Ф3 «Статистика по отметкам»: percents of marks by group of participants, four scopes in one table.
-- fields: scope_raw n_schools n_participants pct2 pct3 pct4 pct5
-- tasks: no

-- A region's row carries only its name; its code is the one that all coded rows of the table share.
CREATE OR REPLACE TEMP TABLE sheet_region AS
SELECT coalesce(max(c.region_code), CASE WHEN min(code) = max(code) THEN min(code) END) AS region_code
FROM (SELECT coalesce(left(msoko_municipality(scope_raw), 2), left(right(msoko_login(scope_raw), 6), 2)) AS code FROM sheet_input), sheet_context AS c;

CREATE OR REPLACE TEMP TABLE typed AS
SELECT
    i.*,
    msoko_scope(i.scope_raw) AS scope,
    CASE
        WHEN damage IS NOT NULL THEN damage
        WHEN msoko_text(scope_raw) IS NULL THEN 'aggregate.scope'
        WHEN n_participants IS NULL AND pct2 IS NULL AND pct3 IS NULL THEN 'row.group'
        WHEN msoko_decimal(n_participants) IS NULL OR msoko_decimal(n_participants) <> floor(msoko_decimal(n_participants)) THEN 'aggregate.count'
        WHEN msoko_decimal(pct2) IS NULL OR msoko_decimal(pct3) IS NULL OR msoko_decimal(pct4) IS NULL OR msoko_decimal(pct5) IS NULL THEN 'aggregate.percent'
        -- Four figures of two decimals each: their sum is within 0.02 of 100 (plus the last digit).
        WHEN abs(msoko_decimal(pct2) + msoko_decimal(pct3) + msoko_decimal(pct4) + msoko_decimal(pct5) - 100) > 0.0201 THEN 'aggregate.sum'
    END AS verdict
FROM sheet_input AS i;

INSERT INTO staging.stg_vpr__mark_statistics
SELECT c.file_key, c.sheet_no, t.row_no, t.scope, msoko_scope_id(t.scope, t.scope_raw, r.region_code), msoko_name(t.scope_raw),
    msoko_decimal(t.n_schools)::INTEGER, msoko_decimal(t.n_participants)::INTEGER,
    msoko_decimal(t.pct2), msoko_decimal(t.pct3), msoko_decimal(t.pct4), msoko_decimal(t.pct5)
FROM typed AS t, sheet_context AS c, sheet_region AS r
WHERE t.verdict IS NULL;

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row',
    CASE t.verdict WHEN 'aggregate.count' THEN msoko_value_class(t.n_participants) WHEN 'aggregate.percent' THEN 'не число' ELSE 'строка' END
FROM typed AS t
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k ON k.field = CASE t.verdict WHEN 'aggregate.scope' THEN 'scope_raw' WHEN 'aggregate.count' THEN 'n_participants' ELSE 'pct2' END
WHERE t.verdict IS NOT NULL AND t.verdict <> 'row.group';

SELECT
    count(*) FILTER (WHERE verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE verdict IS NOT NULL AND verdict <> 'row.group') AS rejected,
    count(*) FILTER (WHERE verdict = 'row.group') AS non_data
FROM typed;
