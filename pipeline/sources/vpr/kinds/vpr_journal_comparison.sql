-- Types sheets of «Сравнение отметок с отметками по журналу», one row per group of participants.
-- fields: scope_raw n_total lowered_pct lowered_n confirmed_pct confirmed_n raised_pct raised_n
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
        WHEN n_total IS NULL AND lowered_n IS NULL THEN 'row.group'
        -- Somebody's own sum below the table is no group of participants.
        WHEN regexp_matches(lower(msoko_text(scope_raw)), '^(итого|всего)([ :,.]|$)') THEN 'row.group'
        WHEN msoko_count(n_total) IS NULL OR msoko_count(lowered_n) IS NULL OR msoko_count(confirmed_n) IS NULL OR msoko_count(raised_n) IS NULL THEN 'aggregate.count'
        WHEN msoko_percent(lowered_pct) IS NULL OR msoko_percent(confirmed_pct) IS NULL OR msoko_percent(raised_pct) IS NULL THEN 'aggregate.percent'
    END AS verdict
FROM sheet_input AS i;

INSERT INTO staging.stg_vpr__journal_comparison
SELECT c.file_key, c.sheet_no, t.row_no, t.scope, msoko_scope_id(t.scope, t.scope_raw, r.region_code), msoko_name(t.scope_raw),
    msoko_count(t.n_total), msoko_percent(t.lowered_pct), msoko_count(t.lowered_n),
    msoko_percent(t.confirmed_pct), msoko_count(t.confirmed_n), msoko_percent(t.raised_pct), msoko_count(t.raised_n)
FROM typed AS t
JOIN sheet_context AS c USING (sheet)
JOIN sheet_region AS r USING (sheet)
WHERE t.verdict IS NULL;

-- A bad row is told at the first of its cells that cannot be read.
INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row', coalesce(msoko_damage_class(t.verdict), CASE WHEN t.verdict <> 'aggregate.scope' THEN msoko_value_class(t.bad.cell) END, 'строка')
FROM (
    SELECT sheet, row_no, verdict,
        CASE verdict
            WHEN 'aggregate.scope' THEN {name: 'scope_raw', cell: NULL::VARCHAR}
            WHEN 'aggregate.count' THEN [f FOR f IN [{name: 'n_total', cell: n_total}, {name: 'lowered_n', cell: lowered_n}, {name: 'confirmed_n', cell: confirmed_n}, {name: 'raised_n', cell: raised_n}]
                IF msoko_count(f.cell) IS NULL][1]
            WHEN 'aggregate.percent' THEN [f FOR f IN [{name: 'lowered_pct', cell: lowered_pct}, {name: 'confirmed_pct', cell: confirmed_pct}, {name: 'raised_pct', cell: raised_pct}]
                IF msoko_percent(f.cell) IS NULL][1]
        END AS bad
    FROM typed WHERE verdict IS NOT NULL AND verdict <> 'row.group'
) AS t
JOIN sheet_context AS c USING (sheet)
LEFT JOIN sheet_column AS k ON k.sheet = t.sheet AND k.field = t.bad.name;

-- Parts that do not add up to the total are kept as published and told.
INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, 'aggregate.parts', 'warning', 'целое число'
FROM typed AS t
JOIN sheet_context AS c USING (sheet)
LEFT JOIN sheet_column AS k ON k.sheet = t.sheet AND k.field = 'n_total'
WHERE t.verdict IS NULL AND msoko_decimal(lowered_n) + msoko_decimal(confirmed_n) + msoko_decimal(raised_n) <> msoko_decimal(n_total);

SELECT
    c.sheet,
    count(t.row_no) FILTER (WHERE t.verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE t.verdict <> 'row.group') AS rejected,
    count(*) FILTER (WHERE t.verdict = 'row.group') AS non_data
FROM sheet_context AS c
LEFT JOIN typed AS t USING (sheet)
GROUP BY c.sheet;
