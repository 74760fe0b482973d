-- Types the rows of one sheet of pupil results.
-- fields: login_raw region_raw municipality_raw school_raw participant_code class_raw variant_raw variant2_raw sex_raw journal_raw total_raw mark_raw
-- tasks: yes
-- Input: sheet_input (row_no, damage, the fields above, tasks VARCHAR[]), sheet_context (one row), sheet_column (field, task_no, column_no, header).

CREATE OR REPLACE TEMP TABLE typed AS
WITH coded AS (
    SELECT
        i.*,
        list_transform(list_transform(tasks, lambda c: msoko_score_code(c)), lambda v, n: CASE WHEN v > {{task_max}}[n] THEN -4::TINYINT ELSE v END) AS code,
        lower(coalesce(msoko_login(i.login_raw), msoko_login(i.school_raw), c.school_login)) AS school_login,
        msoko_text(i.participant_code) AS pupil_code,
        msoko_int(i.total_raw) AS total,
        contains(lower(coalesce(i.variant_raw, '') || coalesce(i.total_raw, '')), 'отсут') AS says_absent,
        c.max_score,
        c.region_code AS context_region,
        c.municipality_id AS context_municipality
    FROM sheet_input AS i, sheet_context AS c
),
summed AS (
    SELECT
        *,
        coalesce(list_max(code), -2) = -2 AND coalesce(list_min(code), -2) = -2 AS no_tasks,
        coalesce(list_min(code), 0) <= -3 AS has_bad_task,
        coalesce(list_sum(list_filter(code, lambda v: v > 0)), 0)::INTEGER AS task_sum,
        coalesce(list_min(code), -2) >= -1 AS all_tasks_read
    FROM coded
),
judged AS (
    SELECT
        *,
        CASE
            WHEN damage IS NOT NULL THEN damage
            WHEN regexp_matches(coalesce(msoko_text(login_raw), msoko_text(school_raw), pupil_code, ''), '^(?i)(итого|всего|средн|в среднем|максим|миним|процент|%)') THEN 'row.subtotal'
            WHEN pupil_code IS NULL AND total_raw IS NULL AND no_tasks THEN 'row.group'
            WHEN pupil_code IS NULL THEN 'code.missing'
            WHEN school_login IS NULL THEN 'school.missing'
            WHEN lower(msoko_text(journal_raw)) IN ('м', 'ж', 'муж', 'жен', 'мужской', 'женский') THEN 'row.shifted'
        END AS verdict,
        CASE
            WHEN says_absent OR (no_tasks AND coalesce(total, 0) = 0) THEN 'absent'
            WHEN total IS NULL OR total < 0 OR total > max_score THEN 'unknown'
            ELSE 'present'
        END AS attendance
    FROM summed
)
SELECT
    * EXCLUDE (verdict),
    CASE
        WHEN verdict IS NOT NULL THEN verdict
        WHEN row_number() OVER (PARTITION BY verdict IS NULL, school_login, pupil_code ORDER BY row_no) > 1 THEN 'code.duplicate'
    END AS verdict
FROM judged;

INSERT INTO staging.stg_vpr__result
SELECT
    c.file_key, c.sheet_no, t.row_no,
    coalesce(msoko_region(t.region_raw), t.context_region, left(right(t.school_login, 6), 2)),
    coalesce(msoko_municipality(t.municipality_raw), t.context_municipality),
    CASE WHEN NOT regexp_full_match(coalesce(msoko_text(t.municipality_raw), ''), '(?i)reg\d\d(_vpr)?_m\d{3}') THEN msoko_name(t.municipality_raw) END,
    t.school_login,
    right(t.school_login, 6),
    CASE WHEN msoko_name(t.school_raw) IS DISTINCT FROM t.school_login THEN msoko_name(t.school_raw) END,
    t.pupil_code,
    msoko_class_label(t.class_raw),
    CASE WHEN t.attendance <> 'absent' THEN
        CASE WHEN msoko_int(t.variant_raw) BETWEEN 1 AND 9 AND t.variant2_raw IS NULL THEN msoko_int(t.variant_raw)::VARCHAR
             WHEN msoko_text(t.variant_raw) IS NOT NULL AND coalesce(msoko_int(t.variant_raw), 1) > 0 THEN coalesce(msoko_int(t.variant_raw)::VARCHAR, '1')
             WHEN msoko_int(t.variant2_raw) > 0 THEN '2' END END,
    CASE left(lower(msoko_text(t.sex_raw)), 1) WHEN 'м' THEN 'м' WHEN 'ж' THEN 'ж' END,
    t.attendance,
    CASE WHEN t.attendance = 'present' THEN t.total END,
    CASE WHEN t.attendance <> 'absent' THEN msoko_mark(t.mark_raw) END,
    msoko_mark(t.journal_raw),
    CASE
        WHEN msoko_mark(t.journal_raw) IS NOT NULL THEN 'mark'
        WHEN msoko_text(t.journal_raw) IS NULL THEN 'empty'
        WHEN lower(msoko_text(t.journal_raw)) IN ('нет отметки', 'нет', 'н/а', 'н\а', '*', '-', '–', 'осв', 'осв.', 'не аттестован', 'не аттестована') THEN 'none'
        ELSE 'bad'
    END,
    CASE WHEN t.attendance = 'absent' THEN NULL ELSE list_transform(t.code, lambda v: CASE WHEN v >= 0 THEN v END) END,
    CASE WHEN t.attendance = 'absent' THEN NULL ELSE list_transform(t.code, lambda v: v = -1) END
FROM typed AS t, sheet_context AS c
WHERE t.verdict IS NULL;

-- Whole rows that cannot be used.
INSERT INTO rejects.reject
SELECT
    c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row',
    CASE t.verdict
        WHEN 'row.shifted' THEN msoko_value_class(t.journal_raw)
        WHEN 'code.duplicate' THEN 'повтор'
        WHEN 'csv.quotes' THEN 'кавычки'
        ELSE 'пусто'
    END
FROM typed AS t
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k
    ON k.field = CASE t.verdict WHEN 'row.shifted' THEN 'journal_raw' WHEN 'school.missing' THEN 'login_raw' WHEN 'csv.quotes' THEN NULL ELSE 'participant_code' END
WHERE t.verdict IS NOT NULL AND t.verdict NOT IN ('row.group', 'row.subtotal');

-- Single cells that are set aside while the pupil stays.
INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, b.row_no, k.column_no, k.header, CASE b.code WHEN -4 THEN 'score.over_max' ELSE 'score.unreadable' END, 'cell', msoko_value_class(b.cell)
FROM (SELECT row_no, unnest(code) AS code, unnest(tasks) AS cell, generate_subscripts(code, 1) AS task_no FROM typed WHERE verdict IS NULL AND has_bad_task) AS b
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k ON k.task_no = b.task_no
WHERE b.code <= -3
UNION ALL
SELECT c.file_key, c.sheet_no, b.row_no, k.column_no, k.header, b.rule, b.severity, b.value_class
FROM (
    SELECT row_no, 'total_raw' AS field, CASE WHEN total IS NULL THEN 'total.unreadable' ELSE 'total.over_max' END AS rule, 'cell' AS severity, msoko_value_class(total_raw) AS value_class
    FROM typed WHERE verdict IS NULL AND attendance = 'unknown'
    UNION ALL
    SELECT row_no, 'total_raw', 'total.differs', 'warning', 'целое число'
    FROM typed WHERE verdict IS NULL AND attendance = 'present' AND all_tasks_read AND NOT no_tasks AND total <> task_sum
    UNION ALL
    SELECT row_no, 'mark_raw', 'mark.unreadable', 'cell', msoko_value_class(mark_raw)
    FROM typed WHERE verdict IS NULL AND attendance <> 'absent' AND msoko_text(mark_raw) IS NOT NULL AND msoko_mark(mark_raw) IS NULL
    UNION ALL
    SELECT row_no, 'journal_raw', 'journal.unreadable', 'cell', msoko_value_class(journal_raw)
    FROM typed WHERE verdict IS NULL AND msoko_mark(journal_raw) IS NULL AND msoko_text(journal_raw) IS NOT NULL
        AND lower(msoko_text(journal_raw)) NOT IN ('нет отметки', 'нет', 'н/а', 'н\а', '*', '-', '–', 'осв', 'осв.', 'не аттестован', 'не аттестована')
) AS b
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k ON k.field = b.field;

-- A school's heading row declares how many pupils follow.
INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, g.row_no, NULL, NULL, 'count.declared', 'warning', 'объявлено ' || g.declared || ', строк ' || coalesce(a.n, 0)
FROM (
    SELECT row_no, msoko_login(coalesce(login_raw, '') || ' ' || coalesce(municipality_raw, '')) AS login,
        try_cast(regexp_extract(lower(concat_ws(' ', login_raw, municipality_raw, school_raw, participant_code)), 'кол-во участников\D{0,3}(\d+)', 1) AS INTEGER) AS declared
    FROM typed WHERE verdict = 'row.group'
) AS g
CROSS JOIN sheet_context AS c
LEFT JOIN (SELECT school_login, count(*) AS n FROM typed WHERE verdict IS NULL OR verdict = 'code.duplicate' GROUP BY ALL) AS a ON a.school_login = g.login
WHERE g.declared IS NOT NULL AND g.login IS NOT NULL AND g.declared <> coalesce(a.n, 0);

-- The account of the sheet: what each row became.
SELECT
    count(*) FILTER (WHERE verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE verdict IS NOT NULL AND verdict NOT IN ('row.group', 'row.subtotal')) AS rejected,
    count(*) FILTER (WHERE verdict IN ('row.group', 'row.subtotal')) AS non_data
FROM typed;
