-- Types the rows of a batch of sheets of pupil results.
-- fields: participant_code
-- repeated: place = login_raw region_raw municipality_raw school_raw
-- repeated: class = class_raw
-- repeated: outcome = variant_raw variant2_raw sex_raw journal_raw total_raw mark_raw
-- context: place = region_code municipality_id school_login
-- numbered: place in staging.stg_vpr__place.place_id by 1
-- numbered: class in staging.stg_vpr__class.class_id by 1
-- numbered: outcome in staging.stg_vpr__outcome.outcome_id by 3
-- seen: participant_code in place
-- tasks: codes
-- sheets: many
-- Input, sheets numbered within the batch:
--   sheet_context (sheet, file_key, sheet_no, work_no, max_score, region_code, municipality_id, school_login, task_max, has_score_over_max)
--   sheet_column (sheet, field, task_no, column_no, header)
--   sheet_input (row_id, sheet, row_no, damage, participant_code, place_no, class_no, outcome_no, participant_code_seen, task_code, code_min, code_max, points)
--   sheet_place, sheet_class, sheet_outcome (sheet, a number within the batch: place_no …, text_no); sheet_place_text, sheet_class_text, sheet_outcome_text (text_no, place_id, class_id, outcome_id: numbers in staging, the fields; of a place also region_code, municipality_id, school_login, as its sheets say); sheet_task_text (row_id, task_no, cell)
-- row_id grows in the order of reading. work_no is the same for the sheets of one file that tell of one work. code_min, code_max: the least and
-- the greatest code of the row's task cells (task_code); points: the sum of the scores. participant_code_seen is false only where the code has no
-- blank and has not come before with the same place.
--
-- Nearly every row is plain: nothing is to be told of it. The reader puts such rows straight into staging as soon as their repeated cells are typed (the line «plain» below);
-- sheet_input has only the others then, which are judged one by one. A sparse sheet has all its rows in sheet_input.

-- Texts that repeat from row to row, and from sheet to sheet, are read once each; regular expressions over all rows cost more than all the rest.
CREATE OR REPLACE TEMP TABLE place_text AS
SELECT
    * REPLACE (coalesce(region_code, left(municipality_id, 2), left(right(school_login, 6), 2)) AS region_code),
    right(school_login, 6) AS school_id,
    NOT is_subtotal AND NOT is_empty AND NOT is_of_file AND school_login IS NOT NULL AS is_plain
FROM (
    SELECT
        text_no, place_id, login_raw, municipality_name, school_name, is_subtotal, declared,
        login_raw IS NULL AND school_raw IS NULL AS is_empty,
        coalesce(login, login_of_name, school_login) AS school_login, coalesce(region, region_code) AS region_code, coalesce(municipality, municipality_id) AS municipality_id,
        login IS NOT NULL OR login_of_name IS NOT NULL AS names_school,
        -- The row names a school that is none, and the file another: the row counts there, which has to be told.
        has_login AND login IS NULL AND login_of_name IS NULL AND school_login IS NOT NULL AND NOT is_subtotal AS is_of_file
    FROM (
        SELECT
            * EXCLUDE (municipality_name, school_name),
            text IS NOT NULL AS has_login,
            -- Asked for only where the column of logins has none.
            CASE WHEN login IS NULL THEN msoko_login(school_raw) END AS login_of_name,
            msoko_region(region_raw) AS region, msoko_municipality(municipality_raw) AS municipality,
            -- In 2020 the column holds only tags («reg22_vpr, reg22_vpr_m010»), which are no name.
            CASE WHEN regexp_matches(municipality_raw, '\p{Cyrillic}') THEN msoko_text(municipality_name) END AS municipality_name,
            msoko_text(school_name) AS school_name,
            regexp_matches(coalesce(text, msoko_text(school_raw), ''), '^(?i)(итого|всего|средн|в среднем|максим|миним|процент|%)') AS is_subtotal,
            try_cast(regexp_extract(concat_ws(' ', login_raw, municipality_raw, school_raw), '(?i)кол-во участников\D{0,3}(\d+)', 1) AS INTEGER) AS declared
        FROM (
            -- What msoko_name does, step by step: a macro repeats what it is given as often as its text names it, and within a lambda expressions are compiled anew for every portion of rows.
            SELECT
                * REPLACE (msoko_without_code(municipality_name) AS municipality_name, msoko_without_code(school_name) AS school_name),
                msoko_login(login_raw) AS login,
                msoko_text(login_raw) AS text
            FROM (SELECT *, msoko_behind_code(municipality_raw) AS municipality_name, msoko_behind_code(school_raw) AS school_name FROM sheet_place_text)
        )
    )
);

-- Narrow, as all that is made of every combination: most batches need no more of it.
CREATE OR REPLACE TEMP TABLE place_key AS
SELECT i.place_no, i.sheet, i.text_no, c.work_no, t.school_id, t.place_id, t.is_plain
FROM sheet_place AS i
JOIN sheet_context AS c USING (sheet)
JOIN place_text AS t USING (text_no);

-- A school within a work of a file is what a code is unique in. The six digits are the school; sch…, edu… and ksh… of them are one. These stand in several places.
CREATE OR REPLACE TEMP TABLE spread_place AS
SELECT place_no FROM place_key AS p SEMI JOIN place_key AS o ON o.work_no = p.work_no AND o.school_id = p.school_id AND o.place_no <> p.place_no;

CREATE OR REPLACE TEMP TABLE outcome_text AS
SELECT
    * EXCLUDE (variant_no, variant2_no, journal_text, mark_no, journal_no),
    msoko_mark_of(mark_no) AS mark_given, msoko_mark_of(journal_no) AS journal_mark,
    CASE WHEN variant_no BETWEEN 1 AND 9 AND variant2_raw IS NULL THEN variant_no
         WHEN msoko_trim(variant_raw) IS NOT NULL AND coalesce(variant_no, 1) > 0 THEN coalesce(variant_no, 1)
         WHEN variant2_no > 0 THEN 2 END AS variant,
    CASE left(lower(msoko_trim(sex_raw)), 1) WHEN 'м' THEN 'м' WHEN 'ж' THEN 'ж' END::ENUM('м', 'ж') AS sex,
    msoko_mark_of(mark_no) IS NULL AND msoko_trim(mark_raw) IS NOT NULL AS bad_mark,
    coalesce(contains(lower(variant_raw), 'отсут'), false) OR coalesce(contains(lower(total_raw), 'отсут'), false) AS says_absent,
    -- Without task scores such a total means that the pupil was not there.
    coalesce(total, 0) = 0 AND (total IS NOT NULL OR msoko_trim(total_raw) IS NULL) AS no_total, total_raw IS NULL AS is_total_empty,
    coalesce(journal_text IN ('м', 'ж', 'муж', 'жен', 'мужской', 'женский'), false) AS is_shifted,
    CASE
        WHEN msoko_mark_of(journal_no) IS NOT NULL THEN 'mark'
        WHEN journal_text IS NULL THEN 'empty'
        WHEN journal_text IN ('нет отметки', 'нет', 'н/а', 'н\а', '*', '-', '–', 'осв', 'осв.', 'не аттестован', 'не аттестована') THEN 'none'
        ELSE 'bad'
    END::ENUM('mark', 'none', 'empty', 'bad') AS journal_state
FROM (
    SELECT * EXCLUDE (number), number[1] AS variant_no, number[2] AS variant2_no, number[3] AS total, number[4] AS mark_no, number[5] AS journal_no
    FROM (
        SELECT
            *,
            list_transform([variant_raw, variant2_raw, total_raw, mark_raw, journal_raw], lambda c: msoko_int(c)) AS number,
            lower(msoko_trim(replace(journal_raw, chr(160), ' '))) AS journal_text
        FROM sheet_outcome_text
    )
);

-- Three outcomes of a text: of a pupil who was present, absent (+ 1), and of one of whom that is not known (+ 2).
CREATE OR REPLACE TEMP TABLE outcome_key AS
SELECT
    * EXCLUDE (says_absent, is_readable),
    is_readable AND NOT says_absent AND NOT bad_total AS is_plain
FROM (
    SELECT
        i.outcome_no, i.text_no, t.outcome_id, coalesce(t.total, -1) AS points, t.says_absent,
        -- No work has ever had more than 100 points: a larger number is no score even where the maximum is not known.
        t.total IS NULL OR t.total < 0 OR t.total > coalesce(c.max_score, 100) AS bad_total,
        NOT t.is_shifted AND NOT t.bad_mark AND t.journal_state <> 'bad' AS is_readable,
        -- A row without any task cell and without a total is of a pupil who was not there.
        NOT t.is_shifted AND t.journal_state <> 'bad' AND (t.says_absent OR t.no_total) AS is_plain_blank
    FROM sheet_outcome AS i
    JOIN sheet_context AS c USING (sheet)
    JOIN outcome_text AS t USING (text_no)
);

-- The same work on a sheet of the file that was typed before this batch.
CREATE OR REPLACE TEMP TABLE typed_before AS
SELECT c.sheet, e.file_key, e.sheet_no
FROM sheet_context AS c
JOIN staging.stg_sheet AS s USING (file_key, sheet_no)
JOIN staging.stg_sheet AS e ON e.file_key = s.file_key AND e.sheet_no < s.sheet_no AND e.kind = s.kind AND e.procedure = s.procedure
    AND e.year = s.year AND e.wave = s.wave AND e.grade = s.grade AND e.subject = s.subject AND e.level = s.level
ANTI JOIN sheet_context AS o ON o.file_key = e.file_key AND o.sheet_no = e.sheet_no;

INSERT INTO staging.stg_vpr__place
SELECT place_id, region_code, municipality_id, municipality_name, school_login, school_id, CASE WHEN school_name <> school_login THEN school_name END
FROM place_text
-- Not those of a file that turned out to be unreadable.
SEMI JOIN place_key USING (text_no)
WHERE school_login IS NOT NULL;

INSERT INTO staging.stg_vpr__class SELECT class_id, msoko_class_label(class_raw) FROM sheet_class_text;

INSERT INTO staging.stg_vpr__outcome
SELECT outcome_id, variant, sex, 'present', total, mark_given, journal_mark, journal_state
FROM outcome_text SEMI JOIN (SELECT text_no FROM outcome_key WHERE NOT bad_total) USING (text_no) WHERE NOT says_absent
UNION ALL
SELECT outcome_id + 1, NULL, sex, 'absent', NULL, NULL, journal_mark, journal_state FROM outcome_text WHERE says_absent OR no_total
UNION ALL
SELECT outcome_id + 2, variant, sex, 'unknown', NULL, mark_given, journal_mark, journal_state
FROM outcome_text SEMI JOIN (SELECT text_no FROM outcome_key WHERE bad_total) USING (text_no) WHERE NOT says_absent;

-- What plain rows become. Those of a school that stands in several places, or on an earlier sheet, may have a code twice and are looked at.
CREATE OR REPLACE TEMP VIEW place_plain AS
SELECT
    p.place_no, p.is_plain AND p.place_no NOT IN (FROM spread_place) AND p.sheet NOT IN (SELECT sheet FROM typed_before) AS is_plain, c.file_key, c.sheet_no, p.place_id
FROM place_key AS p
JOIN sheet_context AS c USING (sheet);

CREATE OR REPLACE TEMP VIEW class_plain AS SELECT class_no, true AS is_plain, class_id FROM sheet_class JOIN sheet_class_text USING (text_no);

CREATE OR REPLACE TEMP VIEW outcome_plain AS
SELECT outcome_no, false AS is_blank, is_plain, points, outcome_id FROM outcome_key
UNION ALL
SELECT outcome_no, true, is_plain_blank, -1, outcome_id + 1 FROM outcome_key;

-- plain: staging.stg_vpr__row

-- All that is known of a row's place and outcome.
CREATE OR REPLACE TEMP TABLE place AS
SELECT k.*, c.file_key, c.sheet_no, t.school_login, t.declared, t.is_subtotal, t.is_empty, t.names_school, t.is_of_file
FROM place_key AS k
JOIN sheet_context AS c USING (sheet)
JOIN place_text AS t USING (text_no);

CREATE OR REPLACE TEMP TABLE outcome AS
SELECT
    k.* EXCLUDE (points, outcome_id, is_plain_blank), k.outcome_id AS present_id, k.outcome_id + 1 AS absent_id, k.outcome_id + 2 AS unknown_id,
    t.* EXCLUDE (text_no, outcome_id, variant_raw, variant2_raw, sex_raw, journal_raw, total_raw, mark_raw)
FROM outcome_key AS k
JOIN outcome_text AS t USING (text_no);

-- Rows with a task cell that is no plain score or with a score above its maximum (-4); the usual batch has few.
CREATE OR REPLACE TEMP TABLE odd AS
SELECT
    row_id, code, coalesce(list_min(code), -2) AS code_min, coalesce(list_max(code), -2) AS code_max,
    coalesce(list_sum(list_filter(code, lambda v: v > 0)), 0)::INTEGER AS points
FROM (
    SELECT i.row_id, list(CASE WHEN i.code > i.highest THEN -4 WHEN i.code > -3 THEN i.code WHEN t.code > i.highest THEN -4 ELSE coalesce(t.code, -2) END ORDER BY i.task_no)::TINYINT[] AS code
    FROM (
        SELECT i.row_id, unnest(i.task_code) AS code, unnest(c.task_max) AS highest, generate_subscripts(i.task_code, 1) AS task_no
        FROM sheet_input AS i JOIN sheet_context AS c USING (sheet)
        WHERE i.code_min <= -3 OR CASE WHEN c.has_score_over_max THEN len(list_filter(i.task_code, lambda v, n: v > c.task_max[n])) > 0 ELSE false END
    ) AS i
    LEFT JOIN (SELECT row_id, task_no, msoko_score_code(cell) AS code FROM sheet_task_text) AS t USING (row_id, task_no)
    GROUP BY i.row_id
);

-- The code without the blanks around it. A code that may have some counts as seen, and looking for them costs less than trimming.
CREATE OR REPLACE TEMP MACRO pupil_code(code, seen) AS
    CASE WHEN seen THEN CASE WHEN msoko_has_blank(code) THEN msoko_trim(code) ELSE code END ELSE code END;

-- A view: reading the narrow columns again costs less than keeping what each row became.
CREATE OR REPLACE TEMP VIEW judged AS
SELECT
    *,
    attendance = 'present' AND code_min >= -1 AND total <> points AS differs
FROM (
    SELECT
        i.row_id, i.row_no, i.place_no, i.class_no, i.outcome_no, i.pupil_code, i.is_odd, i.code_min, i.code_max, i.points, p.work_no, p.school_id, o.total,
        -- No task cell but empty ones also where there is no task at all.
        i.damage IS NULL AND i.pupil_code IS NOT NULL AND p.is_plain AND o.is_plain AND NOT i.is_odd
            AND CASE WHEN i.code_min >= -1 THEN o.total = i.points ELSE i.code_max > -2 END AS is_plain,
        CASE
            WHEN i.damage IS NOT NULL THEN i.damage
            -- «Средняя школа № 3» starts like «Средний балл»: a pupil of a named school is data.
            WHEN p.is_subtotal AND (i.pupil_code IS NULL OR NOT p.names_school) THEN 'row.subtotal'
            WHEN p.is_empty AND CASE WHEN p.is_empty THEN regexp_matches(i.pupil_code, '^(?i)(итого|всего|средн|в среднем|максим|миним|процент|%)') END THEN 'row.subtotal'
            WHEN i.pupil_code IS NULL AND o.is_total_empty AND i.code_max = -2 AND i.code_min = -2 THEN 'row.group'
            WHEN i.pupil_code IS NULL THEN 'code.missing'
            WHEN p.school_login IS NULL THEN 'school.missing'
            WHEN o.is_shifted THEN 'row.shifted'
        END AS verdict,
        CASE
            WHEN o.says_absent OR (i.code_max = -2 AND i.code_min = -2 AND o.no_total) THEN 'absent'
            WHEN o.bad_total THEN 'unknown'
            ELSE 'present'
        END AS attendance
    FROM (
        SELECT
            i.row_id, i.row_no, i.damage, i.place_no, i.class_no, i.outcome_no,
            coalesce(d.code_min, i.code_min) AS code_min, coalesce(d.code_max, i.code_max) AS code_max, coalesce(d.points, i.points) AS points,
            d.row_id IS NOT NULL AS is_odd,
            pupil_code(i.participant_code, i.participant_code_seen) AS pupil_code
        FROM sheet_input AS i
        LEFT JOIN odd AS d USING (row_id)
    ) AS i
    JOIN place AS p USING (place_no)
    JOIN outcome AS o USING (outcome_no)
);

-- Places whose school may have a code twice: one that was seen before, or several places that are one school. The usual answer is «none».
CREATE OR REPLACE TEMP TABLE crowded AS
SELECT place_no
FROM place
WHERE place_no IN (SELECT place_no FROM sheet_input WHERE participant_code_seen) OR place_no IN (FROM spread_place);

-- A code that comes twice in a school: the first row counts.
CREATE OR REPLACE TEMP TABLE repeated AS
WITH candidate AS MATERIALIZED (SELECT row_id, work_no, school_id, pupil_code FROM judged WHERE verdict IS NULL AND place_no IN (FROM crowded))
SELECT t.row_id
FROM candidate AS t
JOIN (SELECT work_no, school_id, pupil_code, min(row_id) AS first_row FROM candidate GROUP BY work_no, school_id, pupil_code HAVING count(*) > 1) AS d
    ON d.work_no = t.work_no AND d.school_id = t.school_id AND d.pupil_code = t.pupil_code AND t.row_id > d.first_row
UNION
SELECT t.row_id
FROM judged AS t
JOIN place AS p USING (place_no)
JOIN (
    SELECT DISTINCT e.sheet, r.school_id, r.participant_code
    FROM staging.stg_vpr__result AS r
    JOIN typed_before AS e USING (file_key, sheet_no)
) AS d ON d.sheet = p.sheet AND d.school_id = p.school_id AND d.participant_code = t.pupil_code
WHERE t.verdict IS NULL;

-- The rows that are not plain.
CREATE OR REPLACE TEMP TABLE special AS
SELECT
    t.row_id, t.row_no, t.place_no, t.class_no, t.outcome_no, t.pupil_code, t.attendance, t.is_odd,
    CASE WHEN d.row_id IS NOT NULL THEN 'code.duplicate' ELSE t.verdict END AS verdict,
    coalesce(t.differs, false) AS differs
FROM judged AS t
LEFT JOIN repeated AS d USING (row_id)
WHERE t.is_plain IS NOT TRUE OR d.row_id IS NOT NULL;

INSERT INTO staging.stg_vpr__row
SELECT
    p.file_key, p.sheet_no, i.row_no, p.place_id, n.class_id, o.present_id, pupil_code(i.participant_code, i.participant_code_seen), i.task_code
FROM sheet_input AS i
JOIN place AS p USING (place_no)
JOIN outcome AS o USING (outcome_no)
JOIN class_plain AS n USING (class_no)
ANTI JOIN special AS d ON d.row_id = i.row_id;

INSERT INTO staging.stg_vpr__row
SELECT
    p.file_key, p.sheet_no, t.row_no, p.place_id, n.class_id, CASE t.attendance WHEN 'present' THEN o.present_id WHEN 'absent' THEN o.absent_id ELSE o.unknown_id END, t.pupil_code,
    CASE WHEN t.attendance = 'absent' THEN NULL WHEN t.is_odd THEN list_transform(d.code, lambda v: CASE WHEN v < -2 THEN -2 ELSE v END) ELSE i.task_code END
FROM special AS t
JOIN place AS p ON p.place_no = t.place_no
JOIN outcome AS o ON o.outcome_no = t.outcome_no
JOIN class_plain AS n ON n.class_no = t.class_no
LEFT JOIN odd AS d ON d.row_id = t.row_id
-- Lists of the few rows that keep them; those of the absent are not looked at.
LEFT JOIN (
    SELECT row_id, task_code
    FROM sheet_input SEMI JOIN (SELECT row_id FROM special WHERE verdict IS NULL AND attendance <> 'absent' AND NOT is_odd) USING (row_id)
) AS i ON i.row_id = t.row_id
WHERE t.verdict IS NULL;

-- Whole rows that cannot be used.
INSERT INTO rejects.reject
SELECT
    p.file_key, p.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row',
    coalesce(msoko_damage_class(t.verdict), CASE t.verdict
        WHEN 'row.shifted' THEN msoko_value_class(x.journal_raw)
        WHEN 'code.duplicate' THEN 'повтор'
        ELSE 'пусто'
    END)
FROM (SELECT row_no, place_no, outcome_no, verdict FROM special WHERE verdict IS NOT NULL AND verdict NOT IN ('row.group', 'row.subtotal')) AS t
JOIN place AS p USING (place_no)
JOIN outcome AS o USING (outcome_no)
JOIN outcome_text AS x ON x.text_no = o.text_no
LEFT JOIN sheet_column AS k ON k.sheet = p.sheet
    AND k.field = CASE WHEN t.verdict LIKE 'csv.%' THEN NULL WHEN t.verdict = 'row.shifted' THEN 'journal_raw' WHEN t.verdict = 'school.missing' THEN 'login_raw' ELSE 'participant_code' END;

-- Single cells that are set aside while the pupil stays; only rows that have one are taken apart.
INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, i.row_no, k.column_no, k.header, CASE b.code WHEN -4 THEN 'score.over_max' ELSE 'score.unreadable' END, 'cell', msoko_value_class(coalesce(x.cell, '1'))
FROM (
    SELECT row_id, unnest(code) AS code, generate_subscripts(code, 1) AS task_no
    FROM odd ANTI JOIN (SELECT row_id FROM special WHERE verdict IS NOT NULL) USING (row_id)
    WHERE code_min <= -3
) AS b
JOIN sheet_input AS i USING (row_id)
JOIN sheet_context AS c USING (sheet)
-- A code without a text is a score of one or two digits.
LEFT JOIN sheet_task_text AS x ON x.row_id = b.row_id AND x.task_no = b.task_no
LEFT JOIN sheet_column AS k ON k.sheet = i.sheet AND k.task_no = b.task_no
WHERE b.code <= -3;

INSERT INTO rejects.reject
SELECT p.file_key, p.sheet_no, b.row_no, k.column_no, k.header, b.rule, b.severity, b.value_class
FROM (
    WITH kept AS (SELECT t.row_no, t.place_no, t.attendance, t.differs, o.*, x.total_raw, x.mark_raw, x.journal_raw FROM special AS t JOIN outcome AS o USING (outcome_no) JOIN outcome_text AS x ON x.text_no = o.text_no WHERE t.verdict IS NULL)
    SELECT row_no, place_no, 'total_raw' AS field, CASE WHEN total IS NULL THEN 'total.unreadable' ELSE 'total.over_max' END AS rule, 'cell' AS severity, msoko_value_class(total_raw) AS value_class
    FROM kept WHERE attendance = 'unknown'
    UNION ALL
    SELECT row_no, place_no, 'total_raw', 'total.differs', 'warning', 'целое число' FROM kept WHERE differs
    UNION ALL
    SELECT row_no, place_no, 'mark_raw', 'mark.unreadable', 'cell', msoko_value_class(mark_raw) FROM kept WHERE attendance <> 'absent' AND bad_mark
    UNION ALL
    SELECT row_no, place_no, 'journal_raw', 'journal.unreadable', 'cell', msoko_value_class(journal_raw) FROM kept WHERE journal_state = 'bad'
    UNION ALL
    SELECT t.row_no, t.place_no, 'login_raw', 'school.of_file', 'warning', msoko_value_class(x.login_raw) FROM kept AS t JOIN place AS p USING (place_no) JOIN place_text AS x ON x.text_no = p.text_no WHERE p.is_of_file
) AS b
JOIN place AS p USING (place_no)
LEFT JOIN sheet_column AS k ON k.sheet = p.sheet AND k.field = b.field;

-- A school's heading row declares how many pupils follow; some exports count the absent among them and some do not.
CREATE OR REPLACE TEMP TABLE declaring AS
SELECT t.row_no, p.sheet, p.file_key, p.sheet_no, p.school_login, p.declared
FROM (SELECT row_no, place_no FROM special WHERE verdict IN ('row.group', 'row.subtotal')) AS t
JOIN (SELECT * FROM place WHERE declared IS NOT NULL AND school_login IS NOT NULL) AS p USING (place_no);

INSERT INTO rejects.reject
SELECT g.file_key, g.sheet_no, g.row_no, NULL, NULL, 'count.declared', 'warning', 'объявлено ' || g.declared || ', строк ' || coalesce(a.n, 0)
FROM declaring AS g
LEFT JOIN (
    SELECT p.sheet, p.school_login, sum(t.n)::BIGINT AS n, sum(t.n_present)::BIGINT AS n_present
    FROM (
        SELECT place_no, count(*) AS n, count(*) FILTER (WHERE attendance <> 'absent') AS n_present FROM judged
        WHERE verdict IS NULL OR verdict NOT IN ('row.group', 'row.subtotal')
        GROUP BY place_no
        UNION ALL
        -- Of the plain rows those without a task cell are of the absent.
        SELECT place_no, n, n_filled FROM plain_count
    ) AS t
    JOIN (SELECT * FROM place WHERE school_login IN (SELECT school_login FROM declaring)) AS p USING (place_no)
    GROUP BY p.sheet, p.school_login
) AS a ON a.sheet = g.sheet AND a.school_login = g.school_login
WHERE g.declared <> coalesce(a.n, 0) AND g.declared <> coalesce(a.n_present, 0);

-- The account of the sheets: what each row became.
SELECT c.sheet, coalesce(i.n, 0) - coalesce(v.rejected + v.non_data, 0) AS loaded, coalesce(v.rejected, 0) AS rejected, coalesce(v.non_data, 0) AS non_data
FROM sheet_context AS c
LEFT JOIN (SELECT sheet, count(*) AS n FROM sheet_input GROUP BY sheet) AS i USING (sheet)
LEFT JOIN (
    SELECT p.sheet, count(*) FILTER (WHERE t.verdict NOT IN ('row.group', 'row.subtotal')) AS rejected, count(*) FILTER (WHERE t.verdict IN ('row.group', 'row.subtotal')) AS non_data
    FROM (SELECT place_no, verdict FROM special WHERE verdict IS NOT NULL) AS t
    JOIN place AS p USING (place_no)
    GROUP BY p.sheet
) AS v USING (sheet);
