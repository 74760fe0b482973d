-- Types period marks of journals and counts them: a row of the sheet is one mark of a pupil, or the numbers of marks of a class.
-- What many rows share (school, class, subject, period) is typed once for each distinct text: a file may hold millions of marks.
-- fields: school_login school_inn year_raw class_raw subject_raw period_raw pupil_raw mark_raw n2_raw n3_raw n4_raw n5_raw none_raw
-- tasks: no

CREATE OR REPLACE TEMP TABLE source AS
SELECT
    i.*,
    msoko_trim(mark_raw) AS mark,
    mark_raw IS NULL AND n2_raw IS NULL AND n3_raw IS NULL AND n4_raw IS NULL AND n5_raw IS NULL AND subject_raw IS NULL AND period_raw IS NULL AS is_heading
FROM sheet_input AS i;

-- A row without a code of its own belongs to the school of the file (manifest, folder, name).
CREATE OR REPLACE TEMP TABLE school_text AS
SELECT
    r.school_login, r.school_inn,
    CASE WHEN r.login IS NOT NULL THEN 'фисоко' WHEN r.inn IS NOT NULL THEN 'инн' END AS school_system,
    coalesce(r.login, r.inn) AS school_ref
FROM (
    SELECT
        d.school_login, d.school_inn, msoko_school_ref(d.school_inn, 'инн') AS inn,
        msoko_school_ref(CASE WHEN d.school_login IS NULL AND d.school_inn IS NULL THEN c.school_login ELSE d.school_login END, 'фисоко') AS login
    FROM (SELECT DISTINCT school_login, school_inn FROM source) AS d, sheet_context AS c
) AS r;

CREATE OR REPLACE TEMP TABLE class_text AS
SELECT class_raw, msoko_grade(class_raw) AS grade, msoko_class_label(class_raw) AS class_label FROM (SELECT DISTINCT class_raw FROM source);

CREATE OR REPLACE TEMP TABLE subject_text AS
SELECT d.subject_raw, coalesce(a.subject, msoko_text(d.subject_raw)) AS subject
FROM (SELECT DISTINCT subject_raw FROM source) AS d LEFT JOIN subject_alias AS a ON a.alias = msoko_fold(d.subject_raw);

CREATE OR REPLACE TEMP TABLE period_text AS
SELECT period_raw, msoko_period(period_raw) AS period FROM (SELECT DISTINCT period_raw FROM source);

CREATE OR REPLACE TEMP TABLE year_text AS
SELECT d.year_raw, CASE WHEN msoko_text(d.year_raw) IS NULL THEN s.academic_year ELSE msoko_academic_year(d.year_raw) END AS academic_year
FROM (SELECT DISTINCT year_raw FROM source) AS d, sheet_context AS c JOIN staging.stg_sheet AS s ON s.file_key = c.file_key AND s.sheet_no = c.sheet_no;

CREATE OR REPLACE TEMP TABLE typed AS
WITH counted AS (
    SELECT
        s.*,
        s.mark IS NULL AND (s.n2_raw IS NOT NULL OR s.n3_raw IS NOT NULL OR s.n4_raw IS NOT NULL OR s.n5_raw IS NOT NULL) AS is_count,
        s.mark IS NULL OR msoko_is_no_mark(s.mark) AS is_no_mark,
        msoko_small_count(s.n2_raw) AS c2, msoko_small_count(s.n3_raw) AS c3, msoko_small_count(s.n4_raw) AS c4, msoko_small_count(s.n5_raw) AS c5, msoko_small_count(s.none_raw) AS c_none
    FROM source AS s
)
SELECT
    s.row_no, sc.school_system, sc.school_ref, y.academic_year, k.grade, k.class_label, b.subject, p.period, s.pupil_raw,
    CASE WHEN s.is_count THEN s.c2 ELSE coalesce(s.mark = '2', FALSE)::SMALLINT END AS n2,
    CASE WHEN s.is_count THEN s.c3 ELSE coalesce(s.mark = '3', FALSE)::SMALLINT END AS n3,
    CASE WHEN s.is_count THEN s.c4 ELSE coalesce(s.mark = '4', FALSE)::SMALLINT END AS n4,
    CASE WHEN s.is_count THEN s.c5 ELSE coalesce(s.mark = '5', FALSE)::SMALLINT END AS n5,
    CASE WHEN s.is_count THEN s.c_none ELSE s.is_no_mark::SMALLINT END AS n_none,
    CASE
        WHEN s.damage IS NOT NULL THEN s.damage
        WHEN s.is_heading THEN 'row.group'
        WHEN sc.school_ref IS NULL THEN 'school.missing'
        WHEN y.academic_year IS NULL THEN 'journal.year'
        WHEN k.grade IS NULL THEN 'journal.class'
        WHEN b.subject IS NULL THEN 'journal.subject'
        WHEN p.period IS NULL THEN 'journal.period'
        WHEN s.mark IS NOT NULL AND s.mark NOT IN ('2', '3', '4', '5') AND NOT s.is_no_mark THEN 'journal.mark'
        WHEN s.c2 IS NULL THEN 'field.count:n2_raw'
        WHEN s.c3 IS NULL THEN 'field.count:n3_raw'
        WHEN s.c4 IS NULL THEN 'field.count:n4_raw'
        WHEN s.c5 IS NULL THEN 'field.count:n5_raw'
        WHEN s.c_none IS NULL THEN 'field.count:none_raw'
    END AS verdict
FROM counted AS s
JOIN school_text AS sc ON sc.school_login IS NOT DISTINCT FROM s.school_login AND sc.school_inn IS NOT DISTINCT FROM s.school_inn
JOIN class_text AS k ON k.class_raw IS NOT DISTINCT FROM s.class_raw
JOIN subject_text AS b ON b.subject_raw IS NOT DISTINCT FROM s.subject_raw
JOIN period_text AS p ON p.period_raw IS NOT DISTINCT FROM s.period_raw
JOIN year_text AS y ON y.year_raw IS NOT DISTINCT FROM s.year_raw;

-- The same mark again: of a pupil where the sheet numbers pupils, of a class where it counts marks.
CREATE OR REPLACE TEMP TABLE twice AS
SELECT t.row_no
FROM typed AS t
JOIN (
    SELECT school_system, school_ref, academic_year, grade, class_label, subject, period, pupil_raw, min(row_no) AS first_row
    FROM typed
    WHERE verdict IS NULL AND (pupil_raw IS NOT NULL OR (SELECT count(*) FROM sheet_column WHERE field = 'mark_raw') = 0)
    GROUP BY ALL HAVING count(*) > 1
) AS d ON d.school_system = t.school_system AND d.school_ref = t.school_ref AND d.academic_year = t.academic_year AND d.grade = t.grade
    AND d.class_label IS NOT DISTINCT FROM t.class_label AND d.subject = t.subject AND d.period = t.period AND d.pupil_raw IS NOT DISTINCT FROM t.pupil_raw
WHERE t.verdict IS NULL AND t.row_no > d.first_row;

INSERT INTO staging.stg_journal__period
SELECT c.file_key, c.sheet_no, min(t.row_no), t.school_system, t.school_ref, t.academic_year, t.grade, t.class_label, t.subject, t.period,
    sum(t.n2), sum(t.n3), sum(t.n4), sum(t.n5), sum(t.n_none)
FROM typed AS t ANTI JOIN twice AS w ON w.row_no = t.row_no
CROSS JOIN sheet_context AS c
WHERE t.verdict IS NULL
GROUP BY c.file_key, c.sheet_no, t.school_system, t.school_ref, t.academic_year, t.grade, t.class_label, t.subject, t.period;

INSERT INTO rejects.reject
SELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, split_part(t.verdict, ':', 1), 'row', coalesce(msoko_damage_class(t.verdict), 'текст')
FROM (SELECT row_no, verdict FROM typed WHERE verdict IS NOT NULL AND verdict <> 'row.group' UNION ALL SELECT row_no, 'journal.pupil_twice' FROM twice) AS t
CROSS JOIN sheet_context AS c
LEFT JOIN sheet_column AS k ON k.field = CASE split_part(t.verdict, ':', 1)
    WHEN 'school.missing' THEN 'school_login' WHEN 'journal.year' THEN 'year_raw' WHEN 'journal.class' THEN 'class_raw' WHEN 'journal.subject' THEN 'subject_raw'
    WHEN 'journal.period' THEN 'period_raw' WHEN 'journal.mark' THEN 'mark_raw' WHEN 'field.count' THEN split_part(t.verdict, ':', 2) END;

SELECT
    count(*) FILTER (WHERE verdict IS NULL) - (SELECT count(*) FROM twice) AS loaded,
    count(*) FILTER (WHERE verdict IS NOT NULL AND verdict <> 'row.group') + (SELECT count(*) FROM twice) AS rejected,
    count(*) FILTER (WHERE verdict = 'row.group') AS non_data
FROM typed;
