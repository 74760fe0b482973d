-- Prepares the rows of local tables by pupils: who, which work. Each work of the sheet is then typed by the kind vpr_result, since a result is a result.
-- fields: school_raw name_raw municipality_raw region_raw grade_raw class_raw participant_code variant_raw sex_raw subject_raw date_raw total_raw mark_raw journal_raw
-- Input: local_input (sheet, row_no, damage, first_cell, the fields above with their values translated, tasks VARCHAR[]), local_context (a row for each sheet),
-- local_subject (key, subject), local_school (key, school_id), local_skip (beginning).
CREATE OR REPLACE TEMP TABLE local_row AS
WITH placed AS (
    SELECT
        i.*,
        -- «loc» stands for a login whose prefix the table does not tell: nothing may be concluded from it about the kind of school.
        coalesce(
            msoko_login(i.school_raw),
            msoko_login(i.name_raw),
            CASE WHEN c.codes_are_ids AND regexp_full_match(trim(i.school_raw), '\d{5,6}') THEN 'loc' || lpad(trim(i.school_raw), 6, '0') END,
            (SELECT 'loc' || any_value(s.school_id) FROM local_school AS s WHERE s.key = msoko_header_key(i.school_raw)),
            (SELECT 'loc' || any_value(s.school_id) FROM local_school AS s WHERE s.key = msoko_header_key(i.name_raw)),
            CASE WHEN i.school_raw IS NULL AND i.name_raw IS NULL THEN c.school_login END) AS login,
        coalesce(c.grade, try_cast(regexp_extract(coalesce(i.grade_raw, i.class_raw), '^\s*(1[0-2]|[1-9])(?:\D|$)', 1) AS INTEGER)) AS grade,
        CASE WHEN i.subject_raw IS NULL THEN c.subject
            ELSE (SELECT any_value(s.subject) FROM local_subject AS s WHERE s.key = msoko_header_key(i.subject_raw)) END AS subject,
        coalesce(i.class_raw, CASE WHEN NOT regexp_full_match(trim(i.grade_raw), '\d{1,2}') THEN i.grade_raw END) AS label,
        -- Numbers of pupils mostly begin anew in every class.
        coalesce(coalesce(msoko_class_label(coalesce(i.class_raw, CASE WHEN NOT regexp_full_match(trim(i.grade_raw), '\d{1,2}') THEN i.grade_raw END)) || '-', '') || msoko_text(i.participant_code), CASE WHEN NOT c.has_code THEN c.file_tag || '-' || i.row_no END) AS code,
        list_count(list_filter(i.tasks, lambda t: msoko_text(t) IS NOT NULL)) > 0 AS any_task,
        coalesce(try_strptime(i.date_raw, '%d.%m.%Y'), try_strptime(i.date_raw, '%Y-%m-%d'))::DATE AS work_date
    FROM local_input AS i JOIN local_context AS c USING (sheet)
)
SELECT
    p.* EXCLUDE (total_raw),
    -- Where the table has no total, it is the sum of the tasks; a pupil without a single score has none.
    CASE WHEN c.has_total THEN p.total_raw
         WHEN p.any_task THEN coalesce(list_sum(list_transform(p.tasks, lambda t: CASE WHEN msoko_score_code(t) > 0 THEN msoko_score_code(t)::INTEGER ELSE 0 END)), 0)::VARCHAR
    END AS total_raw,
    CASE
        WHEN p.damage IS NOT NULL THEN p.damage
        WHEN EXISTS (SELECT 1 FROM local_skip AS k WHERE starts_with(lower(msoko_text(p.first_cell)), k.beginning) OR starts_with(lower(msoko_text(coalesce(p.school_raw, p.name_raw))), k.beginning)) THEN 'row.subtotal'
        WHEN msoko_text(p.total_raw) IS NULL AND msoko_text(p.mark_raw) IS NULL AND msoko_text(p.participant_code) IS NULL AND NOT p.any_task AND (c.has_code OR p.school_raw IS NULL OR p.grade_raw IS NULL)
            THEN 'row.group'
        WHEN p.login IS NULL THEN CASE WHEN coalesce(p.school_raw, p.name_raw) IS NULL THEN 'school.missing' ELSE 'school.unknown' END
        WHEN p.grade IS NULL THEN 'grade.unreadable'
        WHEN p.subject IS NULL THEN 'subject.unknown'
    END AS verdict
FROM placed AS p JOIN local_context AS c USING (sheet);

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, t.verdict, 'row',
    coalesce(msoko_damage_class(t.verdict), CASE t.verdict WHEN 'school.unknown' THEN 'текст' WHEN 'grade.unreadable' THEN msoko_value_class(t.grade_raw) WHEN 'subject.unknown' THEN msoko_value_class(t.subject_raw) ELSE 'пусто' END)
FROM local_row AS t
JOIN local_context AS c USING (sheet)
LEFT JOIN local_column AS k
    ON k.sheet = t.sheet AND k.field = CASE t.verdict WHEN 'school.missing' THEN c.school_field WHEN 'school.unknown' THEN c.school_field WHEN 'grade.unreadable' THEN 'grade_raw' WHEN 'subject.unknown' THEN 'subject_raw' WHEN 'code.personal' THEN 'participant_code' END
WHERE t.verdict IS NOT NULL AND t.verdict NOT IN ('row.group', 'row.subtotal');

SELECT
    c.sheet,
    -- Rows without a verdict are counted where they are typed as results.
    0::BIGINT AS loaded,
    count(*) FILTER (WHERE t.verdict NOT IN ('row.group', 'row.subtotal')) AS rejected,
    count(*) FILTER (WHERE t.verdict IN ('row.group', 'row.subtotal')) AS non_data
FROM local_context AS c
LEFT JOIN local_row AS t USING (sheet)
GROUP BY c.sheet;
