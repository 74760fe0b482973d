-- Types «Сравнение отметок с отметками по журналу» in its form of 2021: under each group's name four rows
-- (понизили, подтвердили, повысили, всего). One staging row per group, at the row of the group's name.
-- fields: scope_raw n pct
-- tasks: no
-- sheets: many

-- A region's row carries only its name; its code is the one that all coded rows of the table share.
CREATE OR REPLACE TEMP TABLE sheet_region AS
SELECT c.sheet, coalesce(max(c.region_code), CASE WHEN min(code) = max(code) THEN min(code) END) AS region_code
FROM sheet_context AS c
JOIN (SELECT sheet, coalesce(left(msoko_municipality(scope_raw), 2), left(right(msoko_login(scope_raw), 6), 2)) AS code FROM sheet_input) USING (sheet)
GROUP BY c.sheet;

CREATE OR REPLACE TEMP TABLE typed AS
WITH named AS (
    SELECT
        i.*,
        CASE
            WHEN regexp_matches(lower(msoko_text(scope_raw)), '^понизили') THEN 'lowered'
            WHEN regexp_matches(lower(msoko_text(scope_raw)), '^подтвердили') THEN 'confirmed'
            WHEN regexp_matches(lower(msoko_text(scope_raw)), '^повысили') THEN 'raised'
            WHEN regexp_matches(lower(msoko_text(scope_raw)), '^всего') THEN 'total'
            ELSE 'scope'
        END AS part,
        msoko_count(n) AS n_value,
        msoko_percent(pct) AS pct_value
    FROM sheet_input AS i
),
grouped AS (
    SELECT *, max(CASE WHEN part = 'scope' THEN row_no END) OVER (PARTITION BY sheet ORDER BY row_no) AS scope_row FROM named
)
SELECT
    * REPLACE (
        -- A name that no readable row follows is a heading or a footnote.
        CASE WHEN part = 'scope' AND verdict IS NULL AND count(*) FILTER (WHERE part <> 'scope' AND verdict IS NULL) OVER (PARTITION BY sheet, scope_row) = 0 THEN 'row.group' ELSE verdict END AS verdict
    )
FROM (
    SELECT
        *,
        CASE
            WHEN damage IS NOT NULL THEN damage
            WHEN msoko_text(scope_raw) IS NULL THEN 'aggregate.scope'
            WHEN part = 'scope' THEN NULL
            WHEN scope_row IS NULL THEN 'aggregate.scope'
            WHEN n_value IS NULL THEN 'aggregate.count'
            WHEN pct_value IS NULL THEN 'aggregate.percent'
        END AS verdict
    FROM grouped
);

INSERT INTO staging.stg_vpr__journal_comparison
SELECT c.file_key, c.sheet_no, s.row_no, msoko_scope(s.scope_raw), msoko_scope_id(msoko_scope(s.scope_raw), s.scope_raw, r.region_code), msoko_name(s.scope_raw),
    p.n_total, p.lowered_pct, p.lowered_n, p.confirmed_pct, p.confirmed_n, p.raised_pct, p.raised_n
FROM typed AS s
JOIN (
    SELECT sheet, scope_row,
        coalesce(max(n_value) FILTER (WHERE part = 'total'), least(sum(n_value) FILTER (WHERE part <> 'total'), 2147483647)::INTEGER) AS n_total,
        max(pct_value) FILTER (WHERE part = 'lowered') AS lowered_pct, max(n_value) FILTER (WHERE part = 'lowered') AS lowered_n,
        max(pct_value) FILTER (WHERE part = 'confirmed') AS confirmed_pct, max(n_value) FILTER (WHERE part = 'confirmed') AS confirmed_n,
        max(pct_value) FILTER (WHERE part = 'raised') AS raised_pct, max(n_value) FILTER (WHERE part = 'raised') AS raised_n
    FROM typed WHERE verdict IS NULL AND part <> 'scope'
    GROUP BY sheet, scope_row
) AS p ON p.sheet = s.sheet AND p.scope_row = s.row_no
JOIN sheet_context AS c ON c.sheet = s.sheet
JOIN sheet_region AS r ON r.sheet = s.sheet
WHERE s.part = 'scope' AND s.verdict IS NULL;

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row',
    CASE t.verdict WHEN 'aggregate.count' THEN msoko_value_class(t.n) WHEN 'aggregate.percent' THEN msoko_value_class(t.pct) ELSE coalesce(msoko_damage_class(t.verdict), 'строка') END
FROM typed AS t
JOIN sheet_context AS c USING (sheet)
LEFT JOIN sheet_column AS k ON k.sheet = t.sheet AND k.field = CASE t.verdict WHEN 'aggregate.scope' THEN 'scope_raw' WHEN 'aggregate.count' THEN 'n' WHEN 'aggregate.percent' THEN 'pct' END
WHERE t.verdict IS NOT NULL AND t.verdict <> 'row.group';

-- Parts that do not add up to the total are kept as published and told.
INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, s.row_no, k.column_no, k.header, 'aggregate.parts', 'warning', 'целое число'
FROM staging.stg_vpr__journal_comparison AS s
JOIN sheet_context AS c USING (file_key, sheet_no)
LEFT JOIN sheet_column AS k ON k.sheet = c.sheet AND k.field = 'n'
WHERE s.lowered_n::BIGINT + s.confirmed_n + s.raised_n <> s.n_total;

SELECT
    c.sheet,
    count(t.row_no) FILTER (WHERE t.verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE t.verdict <> 'row.group') AS rejected,
    count(*) FILTER (WHERE t.verdict = 'row.group') AS non_data
FROM sheet_context AS c
LEFT JOIN typed AS t USING (sheet)
GROUP BY c.sheet;
