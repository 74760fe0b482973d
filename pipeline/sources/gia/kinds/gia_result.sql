-- Types the rows of protocols and lists of appeals of ГИА.
-- fields: municipality_raw school_raw class_raw ppe_raw room_raw variant_raw status_raw short_raw long_raw oral_raw exam_raw appeal_raw primary_raw test_raw mark_raw
-- tasks: no
-- sheets: many
-- Input: sheet_input (sheet, row_no, damage, the fields above), sheet_context (a row for each sheet), sheet_column (sheet, field, task_no, column_no, header).
-- Vocabularies: vocab_gia_status, vocab_gia_appeal, vocab_subject (text, subject), each text in lower case with «е» for «ё».

-- The exams that rows name themselves; few texts, so they are read once each.
CREATE OR REPLACE TEMP TABLE row_exam AS
SELECT
    exam_raw,
    nullif(regexp_extract(exam_raw, '^\s*(\d\d)\s*[-–—]', 1), '') AS exam_code,
    CASE WHEN gia_token(exam_raw) LIKE '%баз%' THEN 'base' WHEN gia_token(exam_raw) LIKE '%проф%' THEN 'profile' END AS math_level,
    CASE WHEN gia_token(exam_raw) LIKE '%гвэ%' THEN 'ГВЭ' END AS procedure,
    gia_date(exam_raw) AS exam_date,
    (
        SELECT v.subject FROM vocab_subject AS v
        WHERE length(v.text) >= 5 AND contains(' ' || regexp_replace(gia_token(e.exam_raw), '[^а-я]+', ' ', 'g') || ' ', ' ' || v.text || ' ')
        ORDER BY length(v.text) DESC LIMIT 1
    ) AS subject
FROM (SELECT DISTINCT exam_raw FROM sheet_input WHERE exam_raw IS NOT NULL) AS e;

CREATE OR REPLACE TEMP TABLE typed AS
WITH answered AS (
    SELECT
        i.*,
        gia_answers(i.short_raw) AS short_text,
        -- Written and oral answers in full are one list of tasks: the oral part follows.
        gia_answers(concat(i.long_raw, i.oral_raw)) AS long_text,
        coalesce(
            (SELECT any_value(v.status) FROM vocab_gia_status AS v WHERE v.token IN (gia_token(i.status_raw), gia_token(i.primary_raw), gia_token(i.test_raw), gia_token(i.mark_raw)))
        ) AS said_status,
        regexp_extract(msoko_text(i.school_raw), '^(\d{1,12})(?:[.,]0+)?$', 1) AS school_digits,
        msoko_int(i.primary_raw) AS primary_score,
        msoko_int(i.test_raw) AS test_score,
        msoko_mark(i.mark_raw) AS mark
    FROM sheet_input AS i
),
parsed AS (
    SELECT
        a.*,
        gia_tokens(a.short_text) AS short_tokens,
        gia_tokens(nullif(a.long_text, '')) AS long_tokens
    FROM answered AS a
),
placed AS (
    SELECT
        p.*,
        coalesce(e.exam_code, c.exam) AS exam_code,
        coalesce(e.subject, c.subject) AS subject,
        coalesce(e.math_level, c.math_level) AS math_level,
        coalesce(e.exam_date, c.work_date) AS exam_date,
        coalesce(e.procedure, c.procedure) AS procedure,
        coalesce(CAST(year(e.exam_date) AS INTEGER), c.year) AS exam_year,
        p.primary_raw IS NULL AND p.test_raw IS NULL AND p.mark_raw IS NULL AND p.short_raw IS NULL AND p.long_raw IS NULL AS no_result
    FROM parsed AS p
    JOIN sheet_context AS c USING (sheet)
    LEFT JOIN row_exam AS e ON e.exam_raw = p.exam_raw
)
SELECT
    *,
    short_text IS NULL OR short_text = '' OR gia_readable(short_text, short_tokens) AS short_readable,
    long_text = '' OR gia_readable(long_text, long_tokens) AS long_readable,
    CASE
        WHEN damage IS NOT NULL THEN damage
        WHEN school_digits = '' AND no_result THEN 'row.note'
        WHEN school_digits = '' OR school_digits IS NULL THEN CASE WHEN msoko_text(school_raw) IS NULL AND primary_score IS NULL AND test_score IS NULL AND mark IS NULL THEN 'row.note' ELSE 'school.missing' END
        WHEN exam_code IS NULL AND subject IS NULL THEN 'gia.exam'
        WHEN exam_year IS NULL THEN 'gia.date'
    END AS verdict
FROM placed;

-- How many tasks a pupil of a sheet has in each part: what most rows say.
CREATE OR REPLACE TEMP TABLE task_count AS
SELECT
    sheet,
    mode(len(short_tokens)) FILTER (WHERE short_readable AND len(short_tokens) > 0) AS n_short,
    mode(len(long_tokens)) FILTER (WHERE long_readable AND len(long_tokens) > 0) AS n_long
FROM typed WHERE verdict IS NULL AND exam_raw IS NULL
GROUP BY sheet;

CREATE OR REPLACE TEMP TABLE exam_row AS
SELECT
    t.*,
    t.short_readable AND len(t.short_tokens) > 0 AND len(t.short_tokens) = coalesce(n.n_short, len(t.short_tokens)) AS short_kept,
    t.long_readable AND len(t.long_tokens) > 0 AND len(t.long_tokens) = coalesce(n.n_long, len(t.long_tokens)) AS long_kept,
    CASE
        WHEN t.said_status IS NOT NULL THEN t.said_status
        WHEN t.no_result THEN 'no_result'
        WHEN t.primary_score BETWEEN 0 AND 100 OR t.test_score BETWEEN 0 AND 100 OR t.mark IS NOT NULL THEN 'present'
        ELSE 'unknown'
    END AS status
FROM typed AS t
LEFT JOIN task_count AS n ON n.sheet = t.sheet
WHERE t.verdict IS NULL;

INSERT INTO staging.stg_gia__result
SELECT
    c.file_key, c.sheet_no, r.row_no, r.procedure, r.exam_year, r.exam_code, r.subject, r.math_level, r.exam_date, c.period,
    c.sheet IN (SELECT sheet FROM sheet_column WHERE field = 'appeal_raw'),
    a.outcome,
    regexp_extract(msoko_text(r.municipality_raw), '^\d{1,6}'),
    c.municipality_id,
    r.school_digits,
    msoko_text(r.ppe_raw),
    msoko_text(r.room_raw),
    CASE WHEN try_cast(regexp_extract(r.class_raw, '^\s*(\d{1,2})', 1) AS INTEGER) BETWEEN 1 AND 12 THEN try_cast(regexp_extract(r.class_raw, '^\s*(\d{1,2})', 1) AS INTEGER) ELSE c.grade END,
    msoko_class_label(regexp_replace(r.class_raw, '^\s*\d{1,2}', '')),
    CASE WHEN msoko_int(r.variant_raw) > 0 THEN msoko_int(r.variant_raw)::VARCHAR END,
    r.status,
    CASE WHEN r.primary_score BETWEEN 0 AND 100 THEN r.primary_score END,
    CASE WHEN r.test_score BETWEEN 0 AND 100 THEN r.test_score END,
    r.mark,
    CASE WHEN r.short_kept THEN gia_scores(r.short_tokens) END,
    CASE WHEN r.short_kept THEN gia_maxima(r.short_tokens) END,
    CASE WHEN r.long_kept THEN gia_scores(r.long_tokens) END,
    CASE WHEN r.long_kept THEN gia_maxima(r.long_tokens) END
FROM exam_row AS r
JOIN sheet_context AS c USING (sheet)
LEFT JOIN vocab_gia_appeal AS a ON a.token = gia_token(r.appeal_raw);

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row',
    coalesce(msoko_damage_class(t.verdict), CASE t.verdict WHEN 'school.missing' THEN msoko_value_class(t.school_raw) WHEN 'gia.exam' THEN msoko_value_class(t.exam_raw) ELSE 'строка' END)
FROM typed AS t
JOIN sheet_context AS c USING (sheet)
LEFT JOIN sheet_column AS k ON k.sheet = t.sheet AND k.field = CASE t.verdict WHEN 'school.missing' THEN 'school_raw' WHEN 'gia.exam' THEN 'exam_raw' WHEN 'gia.date' THEN 'exam_raw' END
WHERE t.verdict IS NOT NULL AND t.verdict NOT IN ('row.note', 'row.header');

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, b.row_no, k.column_no, k.header, b.rule, b.severity, b.value_class
FROM (
    SELECT sheet, row_no, 'short_raw' AS field, 'gia.tasks' AS rule, 'cell' AS severity, msoko_value_class(short_raw) AS value_class FROM exam_row WHERE NOT short_readable AND said_status IS NULL
    UNION ALL SELECT sheet, row_no, 'long_raw', 'gia.tasks', 'cell', msoko_value_class(concat(long_raw, oral_raw)) FROM exam_row WHERE NOT long_readable AND said_status IS NULL
    UNION ALL SELECT sheet, row_no, 'short_raw', 'gia.tasks_count', 'cell', 'заданий ' || len(short_tokens) FROM exam_row WHERE short_readable AND len(short_tokens) > 0 AND NOT short_kept
    UNION ALL SELECT sheet, row_no, 'long_raw', 'gia.tasks_count', 'cell', 'заданий ' || len(long_tokens) FROM exam_row WHERE long_readable AND len(long_tokens) > 0 AND NOT long_kept
    UNION ALL SELECT sheet, row_no, 'primary_raw', CASE WHEN primary_score IS NULL THEN 'total.unreadable' ELSE 'total.over_max' END, 'cell', msoko_value_class(primary_raw)
        FROM exam_row WHERE primary_raw IS NOT NULL AND said_status IS NULL AND (primary_score IS NULL OR primary_score NOT BETWEEN 0 AND 100)
    UNION ALL SELECT sheet, row_no, 'test_raw', 'gia.test_score', 'cell', msoko_value_class(test_raw)
        FROM exam_row WHERE test_raw IS NOT NULL AND said_status IS NULL AND (test_score IS NULL OR test_score NOT BETWEEN 0 AND 100)
    UNION ALL SELECT sheet, row_no, 'mark_raw', 'mark.unreadable', 'cell', msoko_value_class(mark_raw) FROM exam_row WHERE mark_raw IS NOT NULL AND said_status IS NULL AND mark IS NULL
    UNION ALL SELECT sheet, row_no, 'status_raw', 'gia.status', 'cell', msoko_value_class(status_raw)
        FROM exam_row WHERE status_raw IS NOT NULL AND NOT EXISTS (SELECT 1 FROM vocab_gia_status AS v WHERE v.token = gia_token(status_raw))
    UNION ALL SELECT sheet, row_no, 'appeal_raw', 'gia.appeal', 'cell', msoko_value_class(appeal_raw)
        FROM exam_row WHERE appeal_raw IS NOT NULL AND NOT EXISTS (SELECT 1 FROM vocab_gia_appeal AS v WHERE v.token = gia_token(appeal_raw))
    UNION ALL SELECT sheet, row_no, 'primary_raw', 'total.differs', 'warning', 'целое число'
        FROM exam_row
        WHERE status = 'present' AND primary_score BETWEEN 0 AND 100 AND (short_kept OR coalesce(short_text, '') = '') AND (long_kept OR long_text = '') AND (short_kept OR long_kept)
            AND primary_score <> coalesce(list_sum(gia_scores(short_tokens)), 0) + coalesce(list_sum(gia_scores(long_tokens)), 0)
) AS b
JOIN sheet_context AS c USING (sheet)
LEFT JOIN sheet_column AS k ON k.sheet = b.sheet AND k.field = b.field;

SELECT
    c.sheet,
    count(t.row_no) FILTER (WHERE t.verdict IS NULL) AS loaded,
    count(*) FILTER (WHERE t.verdict NOT IN ('row.note', 'row.header')) AS rejected,
    count(*) FILTER (WHERE t.verdict IN ('row.note', 'row.header')) AS non_data
FROM sheet_context AS c
LEFT JOIN typed AS t USING (sheet)
GROUP BY c.sheet;
