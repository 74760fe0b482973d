-- Participants, winners and prize-winners of the olympiad by stage, subject, grade and school. Of several files about the same
-- the protocol counts before a table of counts, then the newer file; numbers of one file are added up, never numbers of two.
WITH listed AS (
  SELECT
    r.file_key, r.sheet_no, r.academic_year, r.stage, r.subject, r.grade, r.school_system, r.school_ref,
    count(*) AS n_rows,
    count(*) FILTER (WHERE r.status = 'winner') AS n_winners,
    count(*) FILTER (WHERE r.status = 'prize') AS n_prize
  FROM core.int_act__olympiad_row AS r
  GROUP BY r.file_key, r.sheet_no, r.academic_year, r.stage, r.subject, r.grade, r.school_system, r.school_ref
),
complete AS (
  -- A list without a single mere participant is a list of awards: how many took part is not known from it.
  SELECT r.file_key, r.sheet_no, r.stage, r.subject, bool_or(r.status = 'participant') AS names_all
  FROM core.int_act__olympiad_row AS r
  GROUP BY r.file_key, r.sheet_no, r.stage, r.subject
),
part AS (
  SELECT
    l.file_key, l.sheet_no, l.academic_year, l.stage, l.subject, l.grade, l.school_system, l.school_ref,
    CASE WHEN c.names_all THEN l.n_rows END AS n_participants, l.n_winners, l.n_prize, 'протокол' AS origin
  FROM listed AS l
  JOIN complete AS c ON c.file_key = l.file_key AND c.sheet_no = l.sheet_no AND c.stage = l.stage AND c.subject = l.subject
  UNION ALL
  SELECT
    k.file_key, k.sheet_no, k.academic_year, k.stage, k.subject, k.grade, k.school_system, k.school_ref,
    k.n_participants, k.n_winners, k.n_prize, 'количества'
  FROM core.int_act__olympiad_count AS k
),
placed AS (
  SELECT
    p.academic_year, p.stage, p.subject, p.grade, m.school_id, m.municipality_id, p.file_key, p.sheet_no, p.origin,
    -- One row without the number makes the sum unknown.
    CASE WHEN count(*) = count(p.n_participants) THEN sum(p.n_participants) END AS n_participants,
    sum(p.n_winners) AS n_winners,
    sum(p.n_prize) AS n_prize,
    any_value(sh.layout_priority) AS layout_priority,
    any_value(sh.issued_at) AS issued_at,
    any_value(f.path) AS path
  FROM part AS p
  JOIN staging.stg_sheet AS sh ON sh.file_key = p.file_key AND sh.sheet_no = p.sheet_no
  JOIN ops.source_file AS f ON f.file_key = p.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m ON m.school_system = p.school_system AND m.school_ref = p.school_ref AND m.year = CAST(left(p.academic_year, 4) AS INTEGER) + 1
    AND m.school_id IS NOT NULL
  GROUP BY p.academic_year, p.stage, p.subject, p.grade, m.school_id, m.municipality_id, p.file_key, p.sheet_no, p.origin
),
ranked AS (
  SELECT
    p.*,
    first_value(p.origin) OVER school_subject AS best_origin,
    first_value(p.grade IS NULL) OVER school_subject AS best_is_total,
    row_number() OVER (
      PARTITION BY p.academic_year, p.stage, p.subject, p.school_id, p.grade
      ORDER BY p.layout_priority DESC, p.issued_at DESC, p.path DESC, p.file_key DESC, p.sheet_no DESC) AS place
  FROM placed AS p
  WINDOW school_subject AS (
    PARTITION BY p.academic_year, p.stage, p.subject, p.school_id
    ORDER BY p.layout_priority DESC, p.issued_at DESC, p.path DESC, p.file_key DESC, p.sheet_no DESC, p.grade NULLS LAST)
)
SELECT
  r.academic_year,
  r.stage,
  r.subject,
  r.grade,
  r.school_id,
  r.municipality_id,
  CAST(r.n_participants AS INTEGER) AS n_participants,
  CAST(r.n_winners AS INTEGER) AS n_winners,
  CAST(r.n_prize AS INTEGER) AS n_prize,
  r.origin,
  r.file_key,
  r.sheet_no
FROM ranked AS r
-- A total over all grades and the grades themselves are never added.
WHERE r.place = 1 AND r.origin = r.best_origin AND (r.grade IS NULL) = r.best_is_total
