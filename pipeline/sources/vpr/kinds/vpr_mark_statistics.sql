-- Types sheets of Ф3 «Статистика по отметкам»: percents of marks by group of participants, four scopes in one table.
-- fields: scope_raw n_schools n_participants pct2 pct3 pct4 pct5
-- tasks: no
-- sheets: many

-- A region's row carries only its name; its code is the one that all coded rows of the table share.
CREATE OR REPLACE TEMP TABLE sheet_region AS
SELECT c.sheet, coalesce(max(c.region_code), CASE WHEN min(code) = max(code) THEN min(code) END) AS region_code
FROM sheet_context AS c
JOIN (SELECT sheet, coalesce(left(msoko_municipality(scope_raw), 2), left(right(msoko_login(scope_raw), 6), 2)) AS code FROM sheet_input) USING (sheet)
GROUP BY c.sheet;

CREATE OR REPLACE TEMP TABLE typed AS
SELECT
    i.*,
    msoko_scope(i.scope_raw) AS scope,
    CASE
        WHEN damage IS NOT NULL THEN damage
        WHEN msoko_text(scope_raw) IS NULL THEN 'aggregate.scope'
        WHEN n_participants IS NULL AND pct2 IS NULL AND pct3 IS NULL THEN 'row.group'
        -- Somebody's own sum below the table is no group of participants.
        WHEN regexp_matches(lower(msoko_text(scope_raw)), '^(итого|всего)([ :,.]|$)') THEN 'row.group'
        WHEN msoko_count(n_participants) IS NULL THEN 'aggregate.count'
        WHEN msoko_percent(pct2) IS NULL OR msoko_percent(pct3) IS NULL OR msoko_percent(pct4) IS NULL OR msoko_percent(pct5) IS NULL THEN 'aggregate.percent'
        -- Four figures of two decimals each: their sum is within 0.02 of 100 (plus the last digit).
        WHEN abs(msoko_decimal(pct2) + msoko_decimal(pct3) + msoko_decimal(pct4) + msoko_decimal(pct5) - 100) > 0.0201 THEN 'aggregate.sum'
    END AS verdict
FROM sheet_input AS i;

INSERT INTO staging.stg_vpr__mark_statistics
SELECT c.file_key, c.sheet_no, t.row_no, t.scope, msoko_scope_id(t.scope, t.scope_raw, r.region_code), msoko_name(t.scope_raw),
    msoko_count(t.n_schools), msoko_count(t.n_participants), msoko_percent(t.pct2), msoko_percent(t.pct3), msoko_percent(t.pct4), msoko_percent(t.pct5)
FROM typed AS t
JOIN sheet_context AS c USING (sheet)
JOIN sheet_region AS r USING (sheet)
WHERE t.verdict IS NULL;

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row',
    CASE WHEN t.verdict IN ('aggregate.count', 'aggregate.percent') THEN msoko_value_class(t.cell) ELSE coalesce(msoko_damage_class(t.verdict), 'строка') END
FROM (
    SELECT sheet, row_no, verdict,
        CASE verdict WHEN 'aggregate.scope' THEN 'scope_raw' WHEN 'aggregate.count' THEN 'n_participants' WHEN 'aggregate.percent' THEN bad[1] WHEN 'aggregate.sum' THEN 'pct2' END AS field,
        CASE verdict WHEN 'aggregate.count' THEN n_participants
            ELSE CASE bad[1] WHEN 'pct2' THEN pct2 WHEN 'pct3' THEN pct3 WHEN 'pct4' THEN pct4 ELSE pct5 END END AS cell
    FROM (
        SELECT *, [f.name FOR f IN [{name: 'pct2', cell: pct2}, {name: 'pct3', cell: pct3}, {name: 'pct4', cell: pct4}, {name: 'pct5', cell: pct5}] IF msoko_percent(f.cell) IS NULL] AS bad
        FROM typed WHERE verdict IS NOT NULL AND verdict <> 'row.group'
    )
) AS t
JOIN sheet_context AS c USING (sheet)
LEFT JOIN sheet_column AS k ON k.sheet = t.sheet AND k.field = t.field;

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, 'aggregate.count', 'cell', msoko_value_class(t.n_schools)
FROM typed AS t
JOIN sheet_context AS c USING (sheet)
LEFT JOIN sheet_column AS k ON k.sheet = t.sheet AND k.field = 'n_schools'
WHERE t.verdict IS NULL AND msoko_text(t.n_schools) IS NOT NULL AND msoko_count(t.n_schools) IS NULL;

SELECT
    c.sheet,
    count(t.row_no) FILTER (WHERE t.verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE t.verdict <> 'row.group') AS rejected,
    count(*) FILTER (WHERE t.verdict = 'row.group') AS non_data
FROM sheet_context AS c
LEFT JOIN typed AS t USING (sheet)
GROUP BY c.sheet;
