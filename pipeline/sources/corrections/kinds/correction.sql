-- Types corrections.csv. A correction without reason, author or date is none; whether its target exists is known only when the models are built.
-- Which tables and columns may be corrected, and how their values are written, is data: vocabulary/correction_*.csv.
-- fields: target_raw path_raw sheet_raw row_raw login_raw participant_code subject_raw period_raw field_raw expect_raw new_raw reason_raw author_raw date_raw
-- tasks: no

CREATE OR REPLACE TEMP TABLE correction_column AS
SELECT word, target, list(field ORDER BY field) AS fields, min(type) AS type, min(nullif(least, ''))::DOUBLE AS least, min(nullif(most, ''))::DOUBLE AS most, min(nullif(choice, '')) AS choice
FROM vocab_correction_column GROUP BY word, target;

CREATE OR REPLACE TEMP TABLE read_cells AS
SELECT
    i.*,
    (SELECT min(t.target) FROM vocab_correction_table AS t WHERE t.word = msoko_fold(i.target_raw)) AS target,
    replace(msoko_text(i.path_raw), '\', '/') AS path,
    msoko_int(i.row_raw) AS target_row,
    msoko_school_ref(i.login_raw, 'фисоко') AS school_id,
    coalesce((SELECT min(s.subject) FROM vocab_subject AS s WHERE s.text = msoko_fold(i.subject_raw)), msoko_text(i.subject_raw)) AS subject,
    msoko_period(i.period_raw) AS period,
    coalesce(msoko_text(i.expect_raw), '-') IN ('-', 'нет отметки') AS expects_none,
    coalesce(msoko_text(i.new_raw), '-') IN ('-', 'нет отметки') AS makes_none,
    coalesce(try_strptime(left(msoko_text(i.date_raw), 10), '%d.%m.%Y'), try_strptime(left(msoko_text(i.date_raw), 10), '%Y-%m-%d'))::DATE AS corrected_on
FROM sheet_input AS i;

-- Values in the form in which staging holds them; «?» stands for one that cannot be read.
CREATE OR REPLACE TEMP TABLE read_values AS
SELECT
    r.*,
    k.fields,
    CASE
        WHEN r.expects_none THEN NULL
        ELSE coalesce(CASE k.type
            WHEN 'whole' THEN msoko_int(r.expect_raw)::VARCHAR
            WHEN 'mark' THEN msoko_int(r.expect_raw)::VARCHAR
            WHEN 'number' THEN try_cast(replace(replace(msoko_text(r.expect_raw), ' ', ''), ',', '.') AS DOUBLE)::VARCHAR
            WHEN 'class' THEN msoko_class_label(r.expect_raw)
            WHEN 'school' THEN msoko_school_ref(r.expect_raw, 'фисоко')
            ELSE (SELECT min(v.value) FROM vocab_correction_value AS v WHERE v.choice = k.choice AND v.word = msoko_fold(r.expect_raw))
        END, '?')
    END AS expect,
    CASE
        WHEN r.makes_none THEN CASE WHEN k.type IN ('enum', 'school') THEN '?' END
        ELSE coalesce(CASE k.type
            WHEN 'whole' THEN CASE WHEN msoko_int(r.new_raw) BETWEEN coalesce(k.least, msoko_int(r.new_raw)) AND coalesce(k.most, msoko_int(r.new_raw)) THEN msoko_int(r.new_raw)::VARCHAR END
            WHEN 'mark' THEN msoko_mark(r.new_raw)::VARCHAR
            WHEN 'number' THEN CASE WHEN try_cast(replace(replace(msoko_text(r.new_raw), ' ', ''), ',', '.') AS DOUBLE) BETWEEN coalesce(k.least, '-inf'::DOUBLE) AND coalesce(k.most, 'inf'::DOUBLE)
                THEN try_cast(replace(replace(msoko_text(r.new_raw), ' ', ''), ',', '.') AS DOUBLE)::VARCHAR END
            WHEN 'class' THEN msoko_class_label(r.new_raw)
            WHEN 'school' THEN msoko_school_ref(r.new_raw, 'фисоко')
            ELSE (SELECT min(v.value) FROM vocab_correction_value AS v WHERE v.choice = k.choice AND v.word = msoko_fold(r.new_raw))
        END, '?')
    END AS new_value
FROM read_cells AS r
LEFT JOIN correction_column AS k ON k.target = r.target AND k.word = msoko_fold(r.field_raw);

CREATE OR REPLACE TEMP TABLE typed AS
SELECT
    v.*,
    CASE
        WHEN damage IS NOT NULL THEN damage
        WHEN coalesce(msoko_text(target_raw), msoko_text(path_raw), msoko_text(field_raw)) IS NULL THEN 'row.group'
        WHEN target IS NULL THEN 'correction.table'
        WHEN path IS NULL THEN 'correction.file'
        -- Only pupils of works have codes; a row of anything else is known by its number.
        WHEN target_row IS NULL AND (target <> 'результаты ВПР' OR school_id IS NULL OR msoko_text(participant_code) IS NULL) THEN 'correction.row'
        WHEN fields IS NULL THEN 'correction.column'
        WHEN expect = '?' OR new_value = '?' THEN 'correction.value'
        WHEN expect IS NOT DISTINCT FROM new_value THEN 'correction.same'
        WHEN msoko_text(reason_raw) IS NULL THEN 'correction.reason'
        WHEN msoko_text(author_raw) IS NULL THEN 'correction.author'
        WHEN corrected_on IS NULL THEN 'correction.date'
    END AS verdict
FROM read_values AS v;

INSERT INTO staging.stg_correction (
    file_key, sheet_no, row_no, target, path, sheet, target_row, school_id, participant_code, field, expect, new_value, reason, author, corrected_on, subject, period, fields)
SELECT c.file_key, c.sheet_no, t.row_no, t.target, t.path, msoko_text(t.sheet_raw), t.target_row, t.school_id, msoko_text(t.participant_code), split_part(t.fields[1], '.', 2), t.expect, t.new_value,
    msoko_text(t.reason_raw), msoko_text(t.author_raw), t.corrected_on, t.subject, t.period, t.fields
FROM typed AS t, sheet_context AS c
WHERE t.verdict IS NULL;

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row', coalesce(msoko_damage_class(t.verdict), 'строка')
FROM typed AS t
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k ON k.field = CASE t.verdict
    WHEN 'correction.table' THEN 'target_raw' WHEN 'correction.file' THEN 'path_raw' WHEN 'correction.row' THEN 'row_raw' WHEN 'correction.column' THEN 'field_raw'
    WHEN 'correction.reason' THEN 'reason_raw' WHEN 'correction.author' THEN 'author_raw' WHEN 'correction.date' THEN 'date_raw' ELSE 'new_raw' END
WHERE t.verdict IS NOT NULL AND t.verdict <> 'row.group';

SELECT
    count(*) FILTER (WHERE verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE verdict IS NOT NULL AND verdict <> 'row.group') AS rejected,
    count(*) FILTER (WHERE verdict = 'row.group') AS non_data
FROM typed;
