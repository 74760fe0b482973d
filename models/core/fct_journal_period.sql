-- Marks of journals for a period, counted by school, class and subject. Sources in order of trust: a table of marks or counts, the class
-- summary, report cards, progress reports; of one source the newer file. Where two tell of the same, one counts whole: pupils cannot be linked.
WITH pupil AS (
  SELECT
    m.file_key, m.sheet_no, m.row_no, coalesce(m.academic_year, sh.academic_year) AS academic_year, coalesce(m.class_name, sh.class_label) AS class_name,
    m.subject AS subject_name, m.period, m.mark, sh.school_id AS school_ref, 3 AS trust
  FROM core.int_journal__class_mark AS m
  JOIN staging.stg_sheet AS sh ON sh.file_key = m.file_key AND sh.sheet_no = m.sheet_no
  UNION ALL
  SELECT c.file_key, c.sheet_no, c.row_no, c.academic_year, c.class_label, c.subject_name, c.period, c.mark, sh.school_id, 2
  FROM core.int_sgo__report_card AS c
  JOIN staging.stg_sheet AS sh ON sh.file_key = c.file_key AND sh.sheet_no = c.sheet_no
  WHERE c.mark IS NOT NULL
  UNION ALL
  -- A progress report names only days: its period is the quarter that ends about its last day.
  SELECT
    p.file_key, p.sheet_no, p.row_no, p.academic_year, p.class_label, p.subject_name,
    CASE
      WHEN p.period_to BETWEEN make_date(year(p.period_to), 10, 15) AND make_date(year(p.period_to), 11, 15) THEN 'q1'
      WHEN p.period_to BETWEEN make_date(year(p.period_to), 12, 15) AND make_date(year(p.period_to), 12, 31) THEN 'q2'
      WHEN p.period_to BETWEEN make_date(year(p.period_to), 3, 10) AND make_date(year(p.period_to), 4, 5) THEN 'q3'
      WHEN p.period_to BETWEEN make_date(year(p.period_to), 5, 10) AND make_date(year(p.period_to), 6, 5) THEN 'q4'
    END,
    p.final_mark, sh.school_id, 1
  FROM core.int_sgo__progress_subject AS p
  JOIN staging.stg_sheet AS sh ON sh.file_key = p.file_key AND sh.sheet_no = p.sheet_no
  WHERE p.final_mark IS NOT NULL
),
told AS (
  SELECT
    t.file_key, t.sheet_no, t.row_no, t.school_system, t.school_ref, t.academic_year, t.grade, t.class_label, t.subject, t.period,
    t.n2, t.n3, t.n4, t.n5, t.n_none, 4 AS trust
  FROM core.int_journal__period AS t
  UNION ALL
  SELECT
    p.file_key, p.sheet_no, min(p.row_no), 'фисоко', p.school_ref, p.academic_year,
    CAST(regexp_extract(p.class_name, '^\s*(1[01]|[1-9])', 1) AS TINYINT), class_letter(p.class_name), coalesce(a.subject, p.subject_name), p.period,
    CAST(count(*) FILTER (WHERE p.mark = 2) AS SMALLINT), CAST(count(*) FILTER (WHERE p.mark = 3) AS SMALLINT), CAST(count(*) FILTER (WHERE p.mark = 4) AS SMALLINT),
    CAST(count(*) FILTER (WHERE p.mark = 5) AS SMALLINT), CAST(count(*) FILTER (WHERE p.mark IS NULL) AS SMALLINT), p.trust
  FROM pupil AS p
  LEFT JOIN staging.stg_subject_alias AS a ON a.alias = rtrim(replace(lower(trim(p.subject_name)), 'ё', 'е'), ' :.')
  WHERE p.school_ref IS NOT NULL AND p.academic_year IS NOT NULL AND p.period IS NOT NULL AND regexp_matches(p.class_name, '^\s*(1[01]|[1-9])')
  GROUP BY p.file_key, p.sheet_no, p.school_ref, p.academic_year, p.class_name, coalesce(a.subject, p.subject_name), p.period, p.trust
),
placed AS (
  SELECT t.*, m.school_id, m.municipality_id, sh.issued_at, f.path
  FROM told AS t
  JOIN staging.stg_sheet AS sh ON sh.file_key = t.file_key AND sh.sheet_no = t.sheet_no
  JOIN ops.source_file AS f ON f.file_key = t.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m ON m.school_system = t.school_system AND m.school_ref = t.school_ref AND m.year = CAST(left(t.academic_year, 4) AS INTEGER) + 1
    AND m.school_id IS NOT NULL
),
contested AS (
  -- Nearly all classes are told of by one sheet; only the others are worth an order.
  SELECT p.school_id, p.academic_year, p.grade, p.class_label, p.period
  FROM placed AS p
  GROUP BY p.school_id, p.academic_year, p.grade, p.class_label, p.period
  HAVING min(p.file_key) <> max(p.file_key) OR min(p.sheet_no) <> max(p.sheet_no)
),
ordered AS (
  SELECT
    p.*,
    dense_rank() OVER (
      PARTITION BY p.school_id, p.academic_year, p.grade, p.class_label, p.subject, p.period
      ORDER BY p.trust DESC, p.issued_at DESC, p.path DESC, p.file_key DESC, p.sheet_no DESC) AS place
  FROM placed AS p
  JOIN contested AS c
    ON c.school_id = p.school_id AND c.academic_year = p.academic_year AND c.grade = p.grade AND c.class_label IS NOT DISTINCT FROM p.class_label AND c.period = p.period
),
kept AS (
  SELECT
    p.school_id, p.municipality_id, p.academic_year, p.grade, p.class_label, p.subject, p.period, p.n2, p.n3, p.n4, p.n5, p.n_none, p.trust, p.file_key, p.sheet_no, p.row_no
  FROM placed AS p
  WHERE NOT EXISTS (
    SELECT 1 FROM contested AS c
    WHERE c.school_id = p.school_id AND c.academic_year = p.academic_year AND c.grade = p.grade AND c.class_label IS NOT DISTINCT FROM p.class_label AND c.period = p.period)
  UNION ALL
  SELECT
    o.school_id, o.municipality_id, o.academic_year, o.grade, o.class_label, o.subject, o.period, o.n2, o.n3, o.n4, o.n5, o.n_none, o.trust, o.file_key, o.sheet_no, o.row_no
  FROM ordered AS o
  WHERE o.place = 1
)
SELECT
  k.school_id,
  k.municipality_id,
  k.academic_year,
  k.grade,
  k.class_label,
  k.subject,
  CASE left(k.period, 1) WHEN 'q' THEN 'четверть' WHEN 'h' THEN 'полугодие' WHEN 't' THEN 'триместр'
    ELSE CASE k.period WHEN 'year' THEN 'год' WHEN 'final' THEN 'итог' ELSE 'экзамен' END END AS period_kind,
  k.period,
  k.n2,
  k.n3,
  k.n4,
  k.n5,
  k.n_none,
  CASE k.trust WHEN 4 THEN 'таблица отметок' WHEN 3 THEN 'сводная ведомость' WHEN 2 THEN 'табель' ELSE 'отчёт об успеваемости' END AS source,
  k.file_key,
  k.sheet_no,
  k.row_no
FROM (
  -- One school under two codes in one sheet.
  SELECT
    d.school_id, d.municipality_id, d.academic_year, d.grade, d.class_label, d.subject, d.period,
    CAST(sum(d.n2) AS SMALLINT) AS n2, CAST(sum(d.n3) AS SMALLINT) AS n3, CAST(sum(d.n4) AS SMALLINT) AS n4, CAST(sum(d.n5) AS SMALLINT) AS n5,
    CAST(sum(d.n_none) AS SMALLINT) AS n_none, any_value(d.trust) AS trust, any_value(d.file_key) AS file_key, any_value(d.sheet_no) AS sheet_no, min(d.row_no) AS row_no
  FROM kept AS d
  GROUP BY d.school_id, d.municipality_id, d.academic_year, d.grade, d.class_label, d.subject, d.period
) AS k
