-- Types a local table by schools (or municipalities): participants, mean, counts or shares of marks, for one subject or for many side by side.
-- fields: school_raw name_raw municipality_raw region_raw town_raw kind_raw grade_raw class_raw subject_raw
-- Input: local_input (row_no, damage, first_cell, the fields above, cells VARCHAR[] with the figures translated), local_context (one row),
-- local_measure (cell_no, measure, subject, grade, max_score, is_total, is_shared, parts, except_parts, column_no, header), local_max (subject, max_score), local_subject,
-- local_school, local_skip, local_total_row.

CREATE OR REPLACE TEMP TABLE local_place AS
WITH placed AS (
    SELECT
        i.row_no, i.damage, i.first_cell, i.grade_raw, i.subject_raw, i.kind_raw,
        coalesce(msoko_text(i.school_raw), msoko_text(i.name_raw)) AS school_text,
        msoko_text(i.name_raw) AS name_text,
        -- A code is digits, whatever blanks a spreadsheet puts between thousands; anything else in the column is a name.
        nullif(regexp_extract(replace(regexp_replace(lower(coalesce(i.school_raw, '')), '[\s\x{00A0}\x{202F}]', '', 'g'), chr(160), ''), '^(?:sch|edu|ksh)?(\d+)(?:[.,]0+)?$', 1), '') AS digits,
        msoko_login(coalesce(i.school_raw, i.name_raw)) AS login,
        msoko_text(i.municipality_raw) AS municipality_text,
        msoko_text(i.region_raw) AS region_text,
        msoko_text(i.town_raw) AS town_text,
        list_count(list_filter(i.cells, lambda t: msoko_text(t) IS NOT NULL)) AS n_filled
    FROM local_input AS i
)
SELECT
    p.*,
    coalesce(
        right(p.login, 6),
        (SELECT any_value(s.school_id) FROM local_school AS s WHERE s.key = msoko_header_key(p.school_text)),
        CASE WHEN c.codes_are_ids AND length(p.digits) BETWEEN 5 AND 6 THEN lpad(p.digits, 6, '0') WHEN NOT c.codes_are_ids THEN p.digits END,
        CASE WHEN p.school_text IS NULL AND NOT c.by_municipality THEN right(c.school_login, 6) END) AS school_code,
    coalesce(p.name_text, CASE WHEN p.digits IS NULL THEN p.school_text END) AS school_name,
    EXISTS (SELECT 1 FROM local_total_row AS k WHERE starts_with(lower(coalesce(msoko_text(p.first_cell), '')), k.beginning) OR starts_with(lower(coalesce(p.school_text, '')), k.beginning)) AS is_total_row,
    EXISTS (SELECT 1 FROM local_skip AS k WHERE starts_with(lower(coalesce(msoko_text(p.first_cell), '')), k.beginning) OR starts_with(lower(coalesce(p.school_text, '')), k.beginning)) AS is_skipped
FROM placed AS p, local_context AS c;

-- One row per object × subject × grade.
CREATE OR REPLACE TEMP TABLE local_group AS
WITH cell AS (
    SELECT
        i.row_no,
        m.measure,
        CASE WHEN m.is_total THEN m.subject
             ELSE coalesce(m.subject, CASE WHEN i.subject_raw IS NULL THEN c.subject ELSE (SELECT any_value(s.subject) FROM local_subject AS s WHERE s.key = msoko_header_key(i.subject_raw)) END) END AS subject,
        coalesce(m.grade, c.grade, try_cast(regexp_extract(coalesce(i.grade_raw, i.class_raw), '^\s*(1[01]|[1-9])(?:\D|$)', 1) AS INTEGER)) AS grade,
        m.is_total, m.is_shared, m.parts, m.except_parts, m.max_score, m.column_no, m.header,
        msoko_text(i.cells[m.cell_no]) AS value
    FROM local_input AS i
    CROSS JOIN local_context AS c
    CROSS JOIN local_measure AS m
    WHERE i.damage IS NULL
),
grouped AS (
    SELECT
        row_no, subject, grade, is_total, any_value(parts) AS parts, any_value(except_parts) AS except_parts, max(max_score) AS max_score,
        max(value) FILTER (WHERE measure = 'n') AS n_raw, max(value) FILTER (WHERE measure = 'mean') AS mean_raw, max(value) FILTER (WHERE measure = 'sd') AS sd_raw,
        max(value) FILTER (WHERE measure = 'n2') AS n2_raw, max(value) FILTER (WHERE measure = 'n3') AS n3_raw, max(value) FILTER (WHERE measure = 'n4') AS n4_raw, max(value) FILTER (WHERE measure = 'n5') AS n5_raw,
        max(value) FILTER (WHERE measure = 'pct2') AS pct2_raw, max(value) FILTER (WHERE measure = 'pct3') AS pct3_raw, max(value) FILTER (WHERE measure = 'pct4') AS pct4_raw, max(value) FILTER (WHERE measure = 'pct5') AS pct5_raw,
        count(value) FILTER (WHERE measure <> 'n') AS n_figures,
        bool_or(measure = 'n') AS has_n,
        bool_or(measure = 'n' AND is_shared) AS n_is_shared
    FROM cell
    GROUP BY row_no, subject, grade, is_total
),
typed AS (
    SELECT
        g.* EXCLUDE (max_score),
        coalesce(g.max_score, x.max_score) AS max_score,
        msoko_count(n_raw) AS n, msoko_decimal(mean_raw) AS mean, msoko_decimal(sd_raw) AS sd,
        msoko_count(n2_raw) AS n2, msoko_count(n3_raw) AS n3, msoko_count(n4_raw) AS n4, msoko_count(n5_raw) AS n5,
        msoko_percent(pct2_raw) AS pct2, msoko_percent(pct3_raw) AS pct3, msoko_percent(pct4_raw) AS pct4, msoko_percent(pct5_raw) AS pct5,
        length(regexp_extract(mean_raw, '[.,](\d+)\s*$', 1)) AS mean_digits,
        CASE c.unit WHEN 'процент' THEN 100 WHEN 'отметка' THEN coalesce(g.max_score, x.max_score, 5) ELSE coalesce(g.max_score, x.max_score) END AS top
    FROM grouped AS g
    CROSS JOIN local_context AS c
    LEFT JOIN local_max AS x ON x.subject = g.subject
    -- A blank is «nobody sat», and a number of participants that all subjects share says nothing where there is no figure.
    WHERE n_figures > 0 OR (n_raw IS NOT NULL AND NOT n_is_shared)
)
SELECT
    *,
    CASE
        WHEN subject IS NULL THEN 'subject.unknown'
        WHEN grade IS NULL THEN 'grade.unreadable'
        WHEN (n IS NULL AND has_n AND NOT is_total) OR (n_raw IS NOT NULL AND n IS NULL) THEN 'aggregate.count'
        WHEN mean_raw IS NOT NULL AND (mean IS NULL OR mean < 0 OR mean > top) THEN 'aggregate.mean'
        WHEN sd_raw IS NOT NULL AND (sd IS NULL OR sd < 0) THEN 'aggregate.sd'
        WHEN (n2_raw IS NOT NULL AND n2 IS NULL) OR (n3_raw IS NOT NULL AND n3 IS NULL) OR (n4_raw IS NOT NULL AND n4 IS NULL) OR (n5_raw IS NOT NULL AND n5 IS NULL) THEN 'aggregate.mark_count'
        WHEN n2 IS NOT NULL AND n > 0 AND n2 + n3 + n4 + n5 <> n THEN 'aggregate.marks'
        WHEN (pct2_raw IS NOT NULL AND pct2 IS NULL) OR (pct3_raw IS NOT NULL AND pct3 IS NULL) OR (pct4_raw IS NOT NULL AND pct4 IS NULL) OR (pct5_raw IS NOT NULL AND pct5 IS NULL) THEN 'aggregate.percent'
        -- Local tables round to whole percents or to one digit: four of them may miss 100 by 2.
        WHEN pct2 IS NOT NULL AND n > 0 AND abs(pct2 + pct3 + pct4 + pct5 - 100) > 2.01 THEN 'aggregate.sum'
    END AS fault
FROM typed;

CREATE OR REPLACE TEMP TABLE local_typed AS
WITH counted AS (
    SELECT row_no, count(*) FILTER (WHERE NOT is_total) AS n_groups, count(*) FILTER (WHERE NOT is_total AND fault IS NULL) AS n_good, arg_min(fault, subject) FILTER (WHERE fault IS NOT NULL) AS fault
    FROM local_group GROUP BY row_no
),
keyed AS (
    SELECT
        p.*, g.n_groups, g.n_good, g.fault,
        CASE WHEN p.is_total_row THEN 'total' WHEN c.by_municipality THEN 'municipality' ELSE 'school' END AS scope,
        concat_ws('|', p.region_text, p.municipality_text, p.town_text, p.kind_raw, p.school_name) AS place_key,
        c.subject_in_rows
    FROM local_place AS p
    CROSS JOIN local_context AS c
    LEFT JOIN counted AS g USING (row_no)
),
content AS (
    SELECT
        row_no,
        string_agg(concat_ws('|', subject, grade, coalesce(n_raw, '-'), coalesce(mean_raw, '-'), coalesce(n2_raw, '-'), coalesce(n3_raw, '-'), coalesce(n4_raw, '-'), coalesce(n5_raw, '-')), ';' ORDER BY subject, grade) AS figures,
        string_agg(concat_ws('|', subject, grade), ';' ORDER BY subject, grade) AS works
    FROM local_group WHERE NOT is_total GROUP BY row_no
),
judged AS (
    SELECT
        k.*, t.figures, t.works,
        CASE
            WHEN k.damage IS NOT NULL THEN k.damage
            WHEN k.is_skipped AND NOT k.is_total_row THEN 'row.subtotal'
            WHEN coalesce(k.n_groups, 0) = 0 THEN CASE WHEN k.n_filled > 0 AND NOT k.is_total_row AND coalesce(k.school_code, k.school_name, k.municipality_text) IS NOT NULL THEN 'row.nobody' ELSE 'row.group' END
            WHEN k.scope = 'municipality' AND k.municipality_text IS NULL THEN 'aggregate.scope'
            WHEN k.scope = 'school' AND k.school_code IS NULL AND k.school_name IS NULL THEN 'school.missing'
            WHEN k.n_good = 0 THEN k.fault
        END AS verdict
    FROM keyed AS k
    LEFT JOIN content AS t USING (row_no)
),
numbered AS (
    -- Schools without a code may share a name; the same figures under the same name are the same row twice.
    SELECT
        *,
        row_number() OVER (PARTITION BY verdict IS NULL, scope, coalesce(school_code, place_key), works, CASE WHEN school_code IS NULL THEN figures END ORDER BY row_no) AS repeat_no
    FROM judged
)
SELECT
    * EXCLUDE (verdict),
    CASE WHEN verdict IS NULL AND repeat_no > 1 AND scope <> 'total' THEN 'aggregate.duplicate' ELSE verdict END AS verdict,
    CASE WHEN school_code IS NULL THEN row_number() OVER (PARTITION BY verdict IS NULL AND repeat_no = 1, scope, place_key, works ORDER BY row_no) ELSE 1 END AS same_name_no
FROM numbered;

INSERT INTO staging.stg_local__aggregate
SELECT
    c.file_key, c.sheet_no, t.row_no, c.procedure, c.year, c.academic_year, c.wave, g.grade, g.subject, c.level, t.scope,
    CASE WHEN t.is_total_row THEN 'total_row' ELSE 'object' END,
    g.is_total, g.parts, g.except_parts, c.code_system, t.school_code, t.school_name, t.town_text,
    coalesce(t.municipality_text, c.municipality_text), coalesce(t.region_text, c.region_text), CAST(t.same_name_no AS INTEGER), c.unit, g.max_score,
    g.n, CASE WHEN g.n = 0 THEN NULL ELSE g.mean END, g.mean_digits, g.sd, g.n2, g.n3, g.n4, g.n5, g.pct2, g.pct3, g.pct4, g.pct5
FROM local_group AS g
JOIN local_typed AS t USING (row_no)
CROSS JOIN local_context AS c
WHERE t.verdict IS NULL AND g.fault IS NULL;

-- Rows that cannot be used.
INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row', coalesce(msoko_damage_class(t.verdict), 'строка')
FROM local_typed AS t
CROSS JOIN local_context AS c
LEFT JOIN local_column AS k ON k.field = CASE t.verdict WHEN 'aggregate.scope' THEN 'municipality_raw' WHEN 'school.missing' THEN c.school_field WHEN 'aggregate.duplicate' THEN c.school_field WHEN 'subject.unknown' THEN 'subject_raw' WHEN 'grade.unreadable' THEN 'grade_raw' END
WHERE t.verdict IS NOT NULL AND t.verdict NOT IN ('row.group', 'row.subtotal', 'row.nobody');

-- Figures of one subject that cannot be used while the rest of the row is.
INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, g.row_no, m.column_no, m.header, g.fault, 'cell', coalesce(msoko_value_class(CASE g.fault WHEN 'aggregate.mean' THEN g.mean_raw ELSE g.n_raw END), 'строка')
FROM local_group AS g
JOIN local_typed AS t USING (row_no)
CROSS JOIN local_context AS c
LEFT JOIN (
    SELECT subject, grade, is_total, measure, any_value(column_no) AS column_no, any_value(header) AS header FROM local_measure GROUP BY ALL
) AS m ON m.subject IS NOT DISTINCT FROM CASE WHEN c.subject_in_rows THEN NULL ELSE g.subject END AND m.is_total = g.is_total AND (m.grade IS NULL OR m.grade = g.grade)
    AND m.measure = CASE g.fault WHEN 'aggregate.mean' THEN 'mean' WHEN 'aggregate.sd' THEN 'sd' WHEN 'aggregate.marks' THEN 'n2' WHEN 'aggregate.mark_count' THEN 'n2' WHEN 'aggregate.percent' THEN 'pct2' WHEN 'aggregate.sum' THEN 'pct2' ELSE 'n' END
WHERE t.verdict IS NULL AND g.fault IS NOT NULL;

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, 'aggregate.same_name', 'warning', 'текст'
FROM local_typed AS t
CROSS JOIN local_context AS c
LEFT JOIN local_column AS k ON k.field = c.school_field
WHERE t.verdict IS NULL AND t.same_name_no > 1 AND t.scope = 'school';

SELECT
    count(*) FILTER (WHERE verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE verdict IS NOT NULL AND verdict NOT IN ('row.group', 'row.subtotal', 'row.nobody')) AS rejected,
    count(*) FILTER (WHERE verdict IN ('row.group', 'row.subtotal', 'row.nobody')) AS non_data
FROM local_typed;
