-- Types the rows of a batch of sheets of pupil results.
-- fields: participant_code
-- repeated: place = login_raw region_raw municipality_raw school_raw
-- repeated: class = class_raw
-- repeated: outcome = variant_raw variant2_raw sex_raw journal_raw total_raw mark_raw
-- tasks: codes
-- sheets: many
-- Input, sheets numbered within the batch:
--   sheet_context (sheet, file_key, sheet_no, work_no, max_score, region_code, municipality_id, school_login, task_max, has_score_over_max)
--   sheet_column (sheet, field, task_no, column_no, header)
--   sheet_input (row_id, sheet, row_no, damage, participant_code, place_no, class_no, outcome_no, task_score, task_is_x, code_min, code_max, points)
--   sheet_place, sheet_class, sheet_outcome (sheet, a number, the fields); sheet_task_text (row_id, task_no, cell)
-- row_id grows in the order of reading. work_no is the same for the sheets of one file that tell of one work. code_min, code_max: the least and
-- the greatest msoko_score_code of the row's task cells; points: the sum of the scores.

-- Texts that repeat from row to row are read once each; regular expressions over all rows cost more than all the rest.
CREATE OR REPLACE TEMP TABLE place AS
SELECT
    i.place_no, i.sheet, c.file_key, c.sheet_no,
    -- A school within a work of a file, as a number: what a code is unique in. The six digits are the school; sch…, edu… and ksh… of them are one.
    dense_rank() OVER (ORDER BY c.work_no, right(coalesce(msoko_login(i.login_raw), msoko_login(i.school_raw), c.school_login), 6)) AS school_no,
    coalesce(msoko_login(i.login_raw), msoko_login(i.school_raw), c.school_login) AS school_login,
    coalesce(msoko_region(i.region_raw), c.region_code) AS region_code,
    coalesce(msoko_municipality(i.municipality_raw), c.municipality_id) AS municipality_id,
    -- In 2020 the column holds only tags («reg22_vpr, reg22_vpr_m010»), which are no name.
    CASE WHEN regexp_matches(i.municipality_raw, '\p{Cyrillic}') THEN msoko_name(i.municipality_raw) END AS municipality_name,
    msoko_name(i.school_raw) AS school_name,
    regexp_matches(coalesce(msoko_text(i.login_raw), msoko_text(i.school_raw), ''), '^(?i)(итого|всего|средн|в среднем|максим|миним|процент|%)') AS is_subtotal,
    msoko_login(i.login_raw) IS NOT NULL OR msoko_login(i.school_raw) IS NOT NULL AS names_school,
    i.login_raw IS NULL AND i.school_raw IS NULL AS is_empty,
    try_cast(regexp_extract(lower(concat_ws(' ', i.login_raw, i.municipality_raw, i.school_raw)), 'кол-во участников\D{0,3}(\d+)', 1) AS INTEGER) AS declared
FROM sheet_place AS i JOIN sheet_context AS c USING (sheet);

CREATE OR REPLACE TEMP TABLE outcome AS
SELECT
    * EXCLUDE (sheet),
    CASE WHEN msoko_int(variant_raw) BETWEEN 1 AND 9 AND variant2_raw IS NULL THEN msoko_int(variant_raw)::VARCHAR
         WHEN msoko_trim(variant_raw) IS NOT NULL AND coalesce(msoko_int(variant_raw), 1) > 0 THEN coalesce(msoko_int(variant_raw)::VARCHAR, '1')
         WHEN msoko_int(variant2_raw) > 0 THEN '2' END AS variant,
    CASE left(lower(msoko_trim(sex_raw)), 1) WHEN 'м' THEN 'м' WHEN 'ж' THEN 'ж' END AS sex,
    msoko_mark(mark_raw) AS mark_given,
    msoko_mark(mark_raw) IS NULL AND msoko_trim(mark_raw) IS NOT NULL AS bad_mark,
    coalesce(contains(lower(variant_raw), 'отсут'), false) OR coalesce(contains(lower(total_raw), 'отсут'), false) AS says_absent,
    -- Without task scores such a total means that the pupil was not there.
    coalesce(total, 0) = 0 AND (total IS NOT NULL OR msoko_trim(total_raw) IS NULL) AS no_total,
    total IS NULL OR total < 0 OR total > max_score AS bad_total,
    journal_text IN ('м', 'ж', 'муж', 'жен', 'мужской', 'женский') AS is_shifted,
    CASE
        WHEN journal_mark IS NOT NULL THEN 'mark'
        WHEN journal_text IS NULL THEN 'empty'
        WHEN journal_text IN ('нет отметки', 'нет', 'н/а', 'н\а', '*', '-', '–', 'осв', 'осв.', 'не аттестован', 'не аттестована') THEN 'none'
        ELSE 'bad'
    END AS journal_state
FROM (
    SELECT
        i.*,
        msoko_int(i.total_raw) AS total,
        msoko_mark(i.journal_raw) AS journal_mark,
        lower(msoko_trim(replace(i.journal_raw, chr(160), ' '))) AS journal_text,
        -- No work has ever had more than 100 points: a larger number is no score even where the maximum is not known.
        coalesce(c.max_score, 100) AS max_score
    FROM sheet_outcome AS i JOIN sheet_context AS c USING (sheet)
);

CREATE OR REPLACE TEMP TABLE class_name AS SELECT class_no, msoko_class_label(class_raw) AS class_label FROM sheet_class;

-- Rows with a task cell that is no plain score or with a score above its maximum (-4); the usual batch has few.
CREATE OR REPLACE TEMP TABLE odd AS
SELECT
    row_id, code, coalesce(list_min(code), -2) AS code_min, coalesce(list_max(code), -2) AS code_max,
    coalesce(list_sum(list_filter(code, lambda v: v > 0)), 0)::INTEGER AS points
FROM (
    SELECT i.row_id, list(CASE WHEN i.is_x THEN -1 WHEN i.score > i.highest THEN -4 WHEN i.score IS NOT NULL THEN i.score WHEN t.code > i.highest THEN -4 ELSE coalesce(t.code, -2) END ORDER BY i.task_no)::TINYINT[] AS code
    FROM (
        SELECT i.row_id, unnest(i.task_score) AS score, unnest(i.task_is_x) AS is_x, unnest(c.task_max) AS highest, generate_subscripts(i.task_score, 1) AS task_no
        FROM sheet_input AS i JOIN sheet_context AS c USING (sheet)
        WHERE i.code_min <= -3 OR CASE WHEN c.has_score_over_max THEN len(list_filter(i.task_score, lambda v, n: v > c.task_max[n])) > 0 ELSE false END
    ) AS i
    LEFT JOIN (SELECT row_id, task_no, msoko_score_code(cell) AS code FROM sheet_task_text) AS t USING (row_id, task_no)
    GROUP BY i.row_id
);

-- A view: reading the rows again costs less than keeping what each of them became.
CREATE OR REPLACE TEMP VIEW judged AS
WITH coded AS (
    SELECT
        i.* EXCLUDE (participant_code) REPLACE (coalesce(d.code_min, i.code_min) AS code_min, coalesce(d.code_max, i.code_max) AS code_max, coalesce(d.points, i.points) AS points),
        d.row_id IS NOT NULL AS is_odd,
        -- Blanks around a code are rare, and looking for them costs less than trimming.
        CASE WHEN msoko_has_blank(i.participant_code) THEN msoko_trim(i.participant_code) ELSE i.participant_code END AS pupil_code
    FROM sheet_input AS i
    LEFT JOIN odd AS d USING (row_id)
)
SELECT
    i.* EXCLUDE (sheet),
    p.* EXCLUDE (place_no),
    o.* EXCLUDE (outcome_no),
    i.code_max = -2 AND i.code_min = -2 AS no_tasks,
    CASE
        WHEN i.damage IS NOT NULL THEN i.damage
        -- «Средняя школа № 3» starts like «Средний балл»: a pupil of a named school is data.
        WHEN p.is_subtotal AND (i.pupil_code IS NULL OR NOT p.names_school) THEN 'row.subtotal'
        WHEN p.is_empty AND CASE WHEN p.is_empty THEN regexp_matches(i.pupil_code, '^(?i)(итого|всего|средн|в среднем|максим|миним|процент|%)') END THEN 'row.subtotal'
        WHEN i.pupil_code IS NULL AND o.total_raw IS NULL AND i.code_max = -2 AND i.code_min = -2 THEN 'row.group'
        WHEN i.pupil_code IS NULL THEN 'code.missing'
        WHEN p.school_login IS NULL THEN 'school.missing'
        WHEN o.is_shifted THEN 'row.shifted'
    END AS verdict,
    CASE
        WHEN o.says_absent OR (i.code_max = -2 AND i.code_min = -2 AND o.no_total) THEN 'absent'
        WHEN o.bad_total THEN 'unknown'
        ELSE 'present'
    END AS attendance
FROM coded AS i
JOIN place AS p USING (place_no)
JOIN outcome AS o USING (outcome_no);

-- A code that comes twice in a school: the first row counts. The usual answer is «none».
CREATE OR REPLACE TEMP TABLE repeated AS
SELECT t.row_id
FROM judged AS t
JOIN (SELECT school_no, pupil_code, min(row_id) AS first_row FROM judged WHERE verdict IS NULL GROUP BY school_no, pupil_code HAVING count(*) > 1) AS d
    ON d.school_no = t.school_no AND d.pupil_code = t.pupil_code AND t.row_id > d.first_row
WHERE t.verdict IS NULL
UNION
-- The same work on a sheet of the file that was typed before this batch.
SELECT t.row_id
FROM judged AS t
JOIN (
    SELECT DISTINCT e.sheet, r.school_id, r.participant_code
    FROM staging.stg_vpr__result AS r
    JOIN (
        SELECT c.sheet, e.file_key, e.sheet_no
        FROM sheet_context AS c
        JOIN staging.stg_sheet AS s USING (file_key, sheet_no)
        JOIN staging.stg_sheet AS e ON e.file_key = s.file_key AND e.sheet_no < s.sheet_no AND e.kind = s.kind AND e.procedure = s.procedure
            AND e.year = s.year AND e.wave = s.wave AND e.grade = s.grade AND e.subject = s.subject AND e.level = s.level
    ) AS e USING (file_key, sheet_no)
) AS d ON d.sheet = t.sheet AND d.school_id = right(t.school_login, 6) AND d.participant_code = t.pupil_code
WHERE t.verdict IS NULL;

CREATE OR REPLACE TEMP VIEW result AS
SELECT
    t.file_key, t.sheet_no, t.row_no,
    coalesce(t.region_code, left(t.municipality_id, 2), left(right(t.school_login, 6), 2)) AS region_code,
    t.municipality_id,
    t.municipality_name,
    t.school_login,
    right(t.school_login, 6) AS school_id,
    CASE WHEN t.school_name <> t.school_login THEN t.school_name END AS school_name,
    t.pupil_code,
    n.class_label,
    CASE WHEN t.attendance <> 'absent' THEN t.variant END AS variant,
    t.sex,
    t.attendance,
    CASE WHEN t.attendance = 'present' THEN t.total END AS total,
    CASE WHEN t.attendance <> 'absent' THEN t.mark_given END AS mark_given,
    t.journal_mark,
    t.journal_state,
    t.task_score,
    t.task_is_x,
    t.is_odd, t.row_id
FROM judged AS t
JOIN class_name AS n USING (class_no)
ANTI JOIN repeated AS d ON d.row_id = t.row_id
WHERE t.verdict IS NULL;

-- Lists are expensive to choose between, so the few rows whose lists are not those of the input come apart from the many.
INSERT INTO staging.stg_vpr__result
SELECT * EXCLUDE (is_odd, row_id) FROM result WHERE attendance <> 'absent' AND NOT is_odd;

INSERT INTO staging.stg_vpr__result
SELECT r.* EXCLUDE (is_odd, row_id) REPLACE (
    CASE WHEN r.attendance <> 'absent' THEN list_transform(d.code, lambda v: CASE WHEN v >= 0 THEN v END) END AS task_score,
    CASE WHEN r.attendance <> 'absent' THEN list_transform(d.code, lambda v: v = -1) END AS task_is_x)
FROM result AS r
LEFT JOIN odd AS d ON d.row_id = r.row_id
WHERE r.attendance = 'absent' OR r.is_odd;

-- Rows of which something is to be told.
CREATE OR REPLACE TEMP TABLE noted AS
SELECT
    t.row_id, t.row_no, t.place_no, t.outcome_no, t.attendance,
    CASE WHEN d.row_id IS NOT NULL THEN 'code.duplicate' ELSE t.verdict END AS verdict,
    t.attendance = 'present' AND t.code_min >= -1 AND NOT t.no_tasks AND t.total <> t.points AS differs
FROM judged AS t
LEFT JOIN repeated AS d ON d.row_id = t.row_id
WHERE t.verdict IS NOT NULL OR d.row_id IS NOT NULL OR t.attendance = 'unknown' OR t.bad_mark OR t.journal_state = 'bad'
    OR (t.attendance = 'present' AND t.code_min >= -1 AND NOT t.no_tasks AND t.total <> t.points);

-- Whole rows that cannot be used.
INSERT INTO rejects.reject
SELECT
    p.file_key, p.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row',
    coalesce(msoko_damage_class(t.verdict), CASE t.verdict
        WHEN 'row.shifted' THEN msoko_value_class(o.journal_raw)
        WHEN 'code.duplicate' THEN 'повтор'
        ELSE 'пусто'
    END)
FROM (SELECT row_no, place_no, outcome_no, verdict FROM noted WHERE verdict IS NOT NULL AND verdict NOT IN ('row.group', 'row.subtotal')) AS t
JOIN place AS p USING (place_no)
JOIN outcome AS o USING (outcome_no)
LEFT JOIN sheet_column AS k ON k.sheet = p.sheet
    AND k.field = CASE WHEN t.verdict LIKE 'csv.%' THEN NULL WHEN t.verdict = 'row.shifted' THEN 'journal_raw' WHEN t.verdict = 'school.missing' THEN 'login_raw' ELSE 'participant_code' END;

-- Single cells that are set aside while the pupil stays; only rows that have one are taken apart.
INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, i.row_no, k.column_no, k.header, CASE b.code WHEN -4 THEN 'score.over_max' ELSE 'score.unreadable' END, 'cell', msoko_value_class(coalesce(x.cell, '1'))
FROM (
    SELECT row_id, unnest(code) AS code, generate_subscripts(code, 1) AS task_no
    FROM odd ANTI JOIN (SELECT row_id FROM noted WHERE verdict IS NOT NULL) USING (row_id)
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
    WITH kept AS (SELECT t.row_no, t.place_no, t.attendance, t.differs, o.* FROM noted AS t JOIN outcome AS o USING (outcome_no) WHERE t.verdict IS NULL)
    SELECT row_no, place_no, 'total_raw' AS field, CASE WHEN total IS NULL THEN 'total.unreadable' ELSE 'total.over_max' END AS rule, 'cell' AS severity, msoko_value_class(total_raw) AS value_class
    FROM kept WHERE attendance = 'unknown'
    UNION ALL
    SELECT row_no, place_no, 'total_raw', 'total.differs', 'warning', 'целое число' FROM kept WHERE differs
    UNION ALL
    SELECT row_no, place_no, 'mark_raw', 'mark.unreadable', 'cell', msoko_value_class(mark_raw) FROM kept WHERE attendance <> 'absent' AND bad_mark
    UNION ALL
    SELECT row_no, place_no, 'journal_raw', 'journal.unreadable', 'cell', msoko_value_class(journal_raw) FROM kept WHERE journal_state = 'bad'
) AS b
JOIN place AS p USING (place_no)
LEFT JOIN sheet_column AS k ON k.sheet = p.sheet AND k.field = b.field;

-- A school's heading row declares how many pupils follow; some exports count the absent among them and some do not.
CREATE OR REPLACE TEMP TABLE declaring AS
SELECT t.row_no, p.sheet, p.file_key, p.sheet_no, p.school_login, p.declared
FROM (SELECT row_no, place_no FROM noted WHERE verdict IN ('row.group', 'row.subtotal')) AS t
JOIN (SELECT * FROM place WHERE declared IS NOT NULL AND school_login IS NOT NULL) AS p USING (place_no);

INSERT INTO rejects.reject
SELECT g.file_key, g.sheet_no, g.row_no, NULL, NULL, 'count.declared', 'warning', 'объявлено ' || g.declared || ', строк ' || coalesce(a.n, 0)
FROM declaring AS g
LEFT JOIN (
    SELECT sheet, school_login, count(*) AS n, count(*) FILTER (WHERE attendance <> 'absent') AS n_present
    FROM judged
    WHERE school_login IN (SELECT school_login FROM declaring) AND (verdict IS NULL OR verdict NOT IN ('row.group', 'row.subtotal'))
    GROUP BY sheet, school_login
) AS a ON a.sheet = g.sheet AND a.school_login = g.school_login
WHERE g.declared <> coalesce(a.n, 0) AND g.declared <> coalesce(a.n_present, 0);

-- The account of the sheets: what each row became.
SELECT c.sheet, coalesce(i.n, 0) - coalesce(v.rejected + v.non_data, 0) AS loaded, coalesce(v.rejected, 0) AS rejected, coalesce(v.non_data, 0) AS non_data
FROM sheet_context AS c
LEFT JOIN (SELECT sheet, count(*) AS n FROM sheet_input GROUP BY sheet) AS i USING (sheet)
LEFT JOIN (
    SELECT p.sheet, count(*) FILTER (WHERE t.verdict NOT IN ('row.group', 'row.subtotal')) AS rejected, count(*) FILTER (WHERE t.verdict IN ('row.group', 'row.subtotal')) AS non_data
    FROM (SELECT place_no, verdict FROM noted WHERE verdict IS NOT NULL) AS t
    JOIN place AS p USING (place_no)
    GROUP BY p.sheet
) AS v USING (sheet);
