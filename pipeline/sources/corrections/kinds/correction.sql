-- Types corrections.csv. A correction without reason, author or date is none; whether its target exists is known only when the models are built.
-- fields: target_raw path_raw sheet_raw row_raw login_raw participant_code field_raw expect_raw new_raw reason_raw author_raw date_raw
-- tasks: no

CREATE OR REPLACE TEMP TABLE read_cells AS
SELECT
    i.*,
    CASE WHEN lower(msoko_text(i.target_raw)) IN ('результаты впр', 'впр') THEN 'результаты ВПР' END AS target,
    replace(msoko_text(i.path_raw), '\', '/') AS path,
    msoko_int(i.row_raw) AS target_row,
    coalesce(right(msoko_login(i.login_raw), 6), lpad(nullif(regexp_extract(msoko_text(i.login_raw), '^\d{5,6}$'), ''), 6, '0')) AS school_id,
    CASE lower(msoko_text(i.field_raw))
        WHEN 'первичный балл' THEN 'primary_score' WHEN 'отметка' THEN 'mark_given' WHEN 'отметка по журналу' THEN 'journal_mark' WHEN 'класс' THEN 'class_label' WHEN 'явка' THEN 'attendance'
    END AS field,
    coalesce(try_strptime(left(msoko_text(i.date_raw), 10), '%d.%m.%Y'), try_strptime(left(msoko_text(i.date_raw), 10), '%Y-%m-%d'))::DATE AS corrected_on
FROM sheet_input AS i;

-- Values in the form in which staging holds them; «?» stands for one that cannot be read.
CREATE OR REPLACE TEMP TABLE read_values AS
SELECT
    r.*,
    CASE
        WHEN coalesce(msoko_text(expect_raw), '-') IN ('-', 'нет отметки') THEN NULL
        WHEN field IN ('primary_score', 'mark_given', 'journal_mark') THEN coalesce(msoko_int(expect_raw)::VARCHAR, '?')
        WHEN field = 'class_label' THEN coalesce(msoko_class_label(expect_raw), '?')
        WHEN field = 'attendance' THEN CASE lower(msoko_text(expect_raw)) WHEN 'писал' THEN 'present' WHEN 'отсутствовал' THEN 'absent' WHEN 'неизвестно' THEN 'unknown' ELSE '?' END
    END AS expect,
    CASE
        WHEN coalesce(msoko_text(new_raw), '-') IN ('-', 'нет отметки') THEN CASE WHEN field = 'attendance' THEN '?' END
        WHEN field = 'primary_score' THEN CASE WHEN msoko_int(new_raw) BETWEEN 0 AND 200 THEN msoko_int(new_raw)::VARCHAR ELSE '?' END
        WHEN field IN ('mark_given', 'journal_mark') THEN coalesce(msoko_mark(new_raw)::VARCHAR, '?')
        WHEN field = 'class_label' THEN coalesce(msoko_class_label(new_raw), '?')
        WHEN field = 'attendance' THEN CASE lower(msoko_text(new_raw)) WHEN 'писал' THEN 'present' WHEN 'отсутствовал' THEN 'absent' WHEN 'неизвестно' THEN 'unknown' ELSE '?' END
    END AS new_value
FROM read_cells AS r;

CREATE OR REPLACE TEMP TABLE typed AS
SELECT
    v.*,
    CASE
        WHEN damage IS NOT NULL THEN damage
        WHEN coalesce(msoko_text(target_raw), msoko_text(path_raw), msoko_text(field_raw)) IS NULL THEN 'row.group'
        WHEN target IS NULL THEN 'correction.table'
        WHEN path IS NULL THEN 'correction.file'
        WHEN target_row IS NULL AND (school_id IS NULL OR msoko_text(participant_code) IS NULL) THEN 'correction.row'
        WHEN field IS NULL THEN 'correction.column'
        WHEN expect = '?' OR new_value = '?' THEN 'correction.value'
        WHEN expect IS NOT DISTINCT FROM new_value THEN 'correction.same'
        WHEN msoko_text(reason_raw) IS NULL THEN 'correction.reason'
        WHEN msoko_text(author_raw) IS NULL THEN 'correction.author'
        WHEN corrected_on IS NULL THEN 'correction.date'
    END AS verdict
FROM read_values AS v;

INSERT INTO staging.stg_correction
SELECT c.file_key, c.sheet_no, t.row_no, t.target, t.path, msoko_text(t.sheet_raw), t.target_row, t.school_id, msoko_text(t.participant_code), t.field, t.expect, t.new_value,
    msoko_text(t.reason_raw), msoko_text(t.author_raw), t.corrected_on
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
