-- Protocol rows replaced by a newer file: the same pupil (work, school, code) came twice, the last batch wins.
-- Counted first over narrow columns; the usual answer is «none», and then nothing is sorted, nor kept to be read again.
WITH row AS NOT MATERIALIZED (
  SELECT
    r.file_key,
    r.sheet_no,
    r.row_no,
    s.work_id,
    school_key(r.school_id, s.school_id, r.school_login, r.file_key) AS school_id,
    r.participant_code,
    s.precedence
  FROM staging.stg_vpr__result AS r
  JOIN core.int_sheet_work AS s ON s.file_key = r.file_key AND s.sheet_no = r.sheet_no
),
suspect AS (
  -- One number instead of three strings: half the time. Different pupils of one number are told apart below.
  SELECT hash(d.work_id, d.school_id, d.participant_code) AS pupil
  FROM row AS d
  GROUP BY hash(d.work_id, d.school_id, d.participant_code)
  HAVING count(*) > 1
),
ranked AS (
  SELECT
    d.file_key, d.sheet_no, d.row_no, d.work_id, d.school_id,
    row_number() OVER (
      PARTITION BY d.work_id, d.school_id, d.participant_code
      ORDER BY d.precedence DESC, d.row_no DESC) AS place
  FROM row AS d
  JOIN suspect AS p ON p.pupil = hash(d.work_id, d.school_id, d.participant_code)
)
SELECT k.file_key, k.sheet_no, k.row_no, k.work_id, k.school_id
FROM ranked AS k
WHERE k.place > 1
