-- Pupil results typed row by row from the stored lines, as plainly as the rules read: the second opinion for RetypingTests.
-- Input: sheet_input (row_no, damage, fields, tasks VARCHAR[]), sheet_context, sheet_column; output: reference_result, reference_reject.

-- Every row once: the fields, and the task cells as codes. Texts of task cells are looked at again only where a code is bad.
CREATE OR REPLACE TEMP TABLE coded AS
SELECT * EXCLUDE (tasks), list_transform(list_transform(tasks, lambda t: msoko_score_code(t)), lambda v, n: CASE WHEN v > {{task_max}}[n] THEN -4::TINYINT ELSE v END) AS code
FROM sheet_input;

-- Texts that repeat in every row of a school or class are read once each; regular expressions over all rows cost more than all the rest.
CREATE OR REPLACE TEMP TABLE place AS
SELECT
    i.login_raw, i.region_raw, i.municipality_raw, i.school_raw,
    coalesce(msoko_login(i.login_raw), msoko_login(i.school_raw), c.school_login) AS school_login,
    coalesce(msoko_region(i.region_raw), c.region_code) AS region_code,
    coalesce(msoko_municipality(i.municipality_raw), c.municipality_id) AS municipality_id,
    -- In 2020 the column holds only tags («reg22_vpr, reg22_vpr_m010»), which are no name.
    CASE WHEN regexp_matches(i.municipality_raw, '\p{Cyrillic}') THEN msoko_name(i.municipality_raw) END AS municipality_name,
    msoko_name(i.school_raw) AS school_name,
    regexp_matches(coalesce(msoko_text(i.login_raw), msoko_text(i.school_raw), ''), '^(?i)(итого|всего|средн|в среднем|максим|миним|процент|%)') AS is_subtotal,
    msoko_login(i.login_raw) IS NOT NULL OR msoko_login(i.school_raw) IS NOT NULL AS names_school,
    try_cast(regexp_extract(lower(concat_ws(' ', i.login_raw, i.municipality_raw, i.school_raw)), 'кол-во участников\D{0,3}(\d+)', 1) AS INTEGER) AS declared
FROM (SELECT DISTINCT login_raw, region_raw, municipality_raw, school_raw FROM coded) AS i, sheet_context AS c;

CREATE OR REPLACE TEMP TABLE class_name AS
SELECT class_raw, msoko_class_label(class_raw) AS class_label FROM (SELECT DISTINCT class_raw FROM coded);

CREATE OR REPLACE TEMP TABLE typed AS
WITH placed AS (
    SELECT
        i.* EXCLUDE (login_raw, region_raw, municipality_raw, school_raw, class_raw),
        p.* EXCLUDE (login_raw, region_raw, municipality_raw, school_raw),
        n.class_label,
        i.login_raw IS NULL AND i.school_raw IS NULL AS no_place,
        msoko_trim(i.participant_code) AS pupil_code,
        msoko_int(i.total_raw) AS total,
        msoko_mark(i.journal_raw) AS journal_mark,
        lower(msoko_trim(replace(i.journal_raw, chr(160), ' '))) AS journal_text,
        coalesce(contains(lower(i.variant_raw), 'отсут'), false) OR coalesce(contains(lower(i.total_raw), 'отсут'), false) AS says_absent,
        -- No work has ever had more than 100 points: a larger number is no score even where the maximum is not known.
        coalesce(c.max_score, 100) AS max_score
    FROM coded AS i
    JOIN place AS p
        ON p.login_raw IS NOT DISTINCT FROM i.login_raw AND p.region_raw IS NOT DISTINCT FROM i.region_raw
        AND p.municipality_raw IS NOT DISTINCT FROM i.municipality_raw AND p.school_raw IS NOT DISTINCT FROM i.school_raw
    JOIN class_name AS n ON n.class_raw IS NOT DISTINCT FROM i.class_raw
    CROSS JOIN sheet_context AS c
),
summed AS (
    SELECT
        *,
        coalesce(list_max(code), -2) AS code_max,
        coalesce(list_min(code), -2) AS code_min
    FROM placed
)
SELECT
    * EXCLUDE (participant_code, no_place, is_subtotal, names_school, says_absent),
    code_max = -2 AND code_min = -2 AS no_tasks,
    CASE
        WHEN damage IS NOT NULL THEN damage
        -- «Средняя школа № 3» starts like «Средний балл»: a pupil of a named school is data.
        WHEN (is_subtotal AND (pupil_code IS NULL OR NOT names_school)) OR (no_place AND regexp_matches(pupil_code, '^(?i)(итого|всего|средн|в среднем|максим|миним|процент|%)')) THEN 'row.subtotal'
        WHEN pupil_code IS NULL AND total_raw IS NULL AND code_max = -2 AND code_min = -2 THEN 'row.group'
        WHEN pupil_code IS NULL THEN 'code.missing'
        WHEN school_login IS NULL THEN 'school.missing'
        WHEN journal_text IN ('м', 'ж', 'муж', 'жен', 'мужской', 'женский') THEN 'row.shifted'
    END AS verdict,
    CASE
        WHEN says_absent OR (code_max = -2 AND code_min = -2 AND coalesce(total, 0) = 0 AND (total IS NOT NULL OR msoko_trim(total_raw) IS NULL)) THEN 'absent'
        WHEN total IS NULL OR total < 0 OR total > max_score THEN 'unknown'
        ELSE 'present'
    END AS attendance,
    CASE
        WHEN journal_mark IS NOT NULL THEN 'mark'
        WHEN journal_text IS NULL THEN 'empty'
        WHEN journal_text IN ('нет отметки', 'нет', 'н/а', 'н\а', '*', '-', '–', 'осв', 'осв.', 'не аттестован', 'не аттестована') THEN 'none'
        ELSE 'bad'
    END AS journal_state
FROM summed;

-- A code that comes twice in a school: the first row counts. Looked for on two narrow columns; the usual answer is «none».
CREATE OR REPLACE TEMP TABLE repeated AS
SELECT t.row_no
FROM typed AS t
JOIN (SELECT right(school_login, 6) AS school_id, pupil_code, min(row_no) AS first_row FROM typed WHERE verdict IS NULL GROUP BY 1, pupil_code HAVING count(*) > 1) AS d
    ON d.school_id = right(t.school_login, 6) AND d.pupil_code = t.pupil_code AND t.row_no > d.first_row
WHERE t.verdict IS NULL
UNION ALL
-- The same work on an earlier sheet of the file: a code that stands there counts there.
SELECT t.row_no
FROM typed AS t
JOIN (
    SELECT DISTINCT r.school_id, r.participant_code
    FROM reference_result AS r
    JOIN (
        SELECT e.file_key, e.sheet_no
        FROM sheet_context AS c
        JOIN staging.stg_sheet AS s USING (file_key, sheet_no)
        JOIN staging.stg_sheet AS e ON e.file_key = s.file_key AND e.sheet_no < s.sheet_no AND e.kind = s.kind AND e.procedure = s.procedure
            AND e.year = s.year AND e.wave = s.wave AND e.grade = s.grade AND e.subject = s.subject AND e.level = s.level
    ) AS e USING (file_key, sheet_no)
) AS d ON d.school_id = right(t.school_login, 6) AND d.participant_code = t.pupil_code
WHERE t.verdict IS NULL;

UPDATE typed SET verdict = 'code.duplicate' WHERE row_no IN (SELECT row_no FROM repeated);

INSERT INTO reference_result
SELECT
    c.file_key, c.sheet_no, t.row_no,
    coalesce(t.region_code, left(t.municipality_id, 2), left(right(t.school_login, 6), 2)),
    t.municipality_id,
    t.municipality_name,
    t.school_login,
    right(t.school_login, 6),
    CASE WHEN t.school_name <> t.school_login THEN t.school_name END,
    t.pupil_code,
    t.class_label,
    CASE WHEN t.attendance <> 'absent' THEN
        CASE WHEN msoko_int(t.variant_raw) BETWEEN 1 AND 9 AND t.variant2_raw IS NULL THEN msoko_int(t.variant_raw)::VARCHAR
             WHEN msoko_trim(t.variant_raw) IS NOT NULL AND coalesce(msoko_int(t.variant_raw), 1) > 0 THEN coalesce(msoko_int(t.variant_raw)::VARCHAR, '1')
             WHEN msoko_int(t.variant2_raw) > 0 THEN '2' END END,
    CASE left(lower(msoko_trim(t.sex_raw)), 1) WHEN 'м' THEN 'м' WHEN 'ж' THEN 'ж' END,
    t.attendance,
    CASE WHEN t.attendance = 'present' THEN t.total END,
    CASE WHEN t.attendance <> 'absent' THEN msoko_mark(t.mark_raw) END,
    t.journal_mark,
    t.journal_state,
    CASE WHEN t.attendance <> 'absent' THEN list_transform(t.code, lambda v: CASE WHEN v >= 0 THEN v END) END,
    CASE WHEN t.attendance <> 'absent' THEN list_transform(t.code, lambda v: v = -1) END
FROM typed AS t, sheet_context AS c
WHERE t.verdict IS NULL;

-- Whole rows that cannot be used.
INSERT INTO reference_reject
SELECT
    c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row',
    coalesce(msoko_damage_class(t.verdict), CASE t.verdict
        WHEN 'row.shifted' THEN msoko_value_class(t.journal_raw)
        WHEN 'code.duplicate' THEN 'повтор'
        ELSE 'пусто'
    END)
FROM typed AS t
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k
    ON k.field = CASE WHEN t.verdict LIKE 'csv.%' THEN NULL WHEN t.verdict = 'row.shifted' THEN 'journal_raw' WHEN t.verdict = 'school.missing' THEN 'login_raw' ELSE 'participant_code' END
WHERE t.verdict IS NOT NULL AND t.verdict NOT IN ('row.group', 'row.subtotal');

-- Single cells that are set aside while the pupil stays; only rows that have one are taken apart.
CREATE OR REPLACE TEMP TABLE bad_task AS
SELECT row_no, unnest(code) AS code, generate_subscripts(code, 1) AS task_no FROM typed WHERE verdict IS NULL AND code_min <= -3;

INSERT INTO reference_reject
SELECT c.file_key, c.sheet_no, b.row_no, k.column_no, k.header, CASE b.code WHEN -4 THEN 'score.over_max' ELSE 'score.unreadable' END, 'cell', msoko_value_class(i.tasks[b.task_no])
FROM (SELECT * FROM bad_task WHERE code <= -3) AS b
JOIN (SELECT row_no, tasks FROM sheet_input WHERE row_no IN (SELECT row_no FROM bad_task)) AS i USING (row_no)
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k ON k.task_no = b.task_no;

INSERT INTO reference_reject
SELECT c.file_key, c.sheet_no, b.row_no, k.column_no, k.header, b.rule, b.severity, b.value_class
FROM (
    SELECT row_no, 'total_raw' AS field, CASE WHEN total IS NULL THEN 'total.unreadable' ELSE 'total.over_max' END AS rule, 'cell' AS severity, msoko_value_class(total_raw) AS value_class
    FROM typed WHERE verdict IS NULL AND attendance = 'unknown'
    UNION ALL
    SELECT row_no, 'total_raw', 'total.differs', 'warning', 'целое число'
    FROM typed WHERE verdict IS NULL AND attendance = 'present' AND code_min >= -1 AND NOT no_tasks AND total <> coalesce(list_sum(list_filter(code, lambda v: v > 0)), 0)
    UNION ALL
    SELECT row_no, 'mark_raw', 'mark.unreadable', 'cell', msoko_value_class(mark_raw)
    FROM typed WHERE verdict IS NULL AND attendance <> 'absent' AND msoko_mark(mark_raw) IS NULL AND msoko_trim(mark_raw) IS NOT NULL
    UNION ALL
    SELECT row_no, 'journal_raw', 'journal.unreadable', 'cell', msoko_value_class(journal_raw)
    FROM typed WHERE verdict IS NULL AND journal_state = 'bad'
) AS b
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k ON k.field = b.field;

-- A school's heading row declares how many pupils follow; some exports count the absent among them and some do not.
INSERT INTO reference_reject
SELECT c.file_key, c.sheet_no, g.row_no, NULL, NULL, 'count.declared', 'warning', 'объявлено ' || g.declared || ', строк ' || coalesce(a.n, 0)
FROM typed AS g
CROSS JOIN sheet_context AS c
LEFT JOIN (
    SELECT school_login, count(*) AS n, count(*) FILTER (WHERE attendance <> 'absent') AS n_present
    FROM typed WHERE verdict IS NULL OR verdict NOT IN ('row.group', 'row.subtotal') GROUP BY school_login
) AS a ON a.school_login = g.school_login
WHERE g.verdict IN ('row.group', 'row.subtotal') AND g.declared IS NOT NULL AND g.school_login IS NOT NULL
    AND g.declared <> coalesce(a.n, 0) AND g.declared <> coalesce(a.n_present, 0);

-- The account of the sheet: what each row became.
SELECT
    count(*) FILTER (WHERE verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE verdict IS NOT NULL AND verdict NOT IN ('row.group', 'row.subtotal')) AS rejected,
    count(*) FILTER (WHERE verdict IN ('row.group', 'row.subtotal')) AS non_data
FROM typed;
