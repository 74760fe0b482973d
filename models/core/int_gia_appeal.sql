-- Appeals and the sitting each corrects: of the same person and exam, on the appeal's day, or the last one where no day is named.
WITH appeal AS (
  SELECT
    a.file_key, a.sheet_no, a.row_no, a.exam_id, a.person_no, a.is_ambiguous, a.school_id, a.exam_date, a.appeal_outcome,
    a.primary_score, a.test_score, a.mark, a.precedence
  FROM core.int_gia_row AS a
  WHERE a.is_appeal
),
-- Inner first: an outer join with an OR compares every row with every other.
found AS (
  SELECT a.file_key, a.sheet_no, a.row_no, t.sitting
  FROM appeal AS a
  JOIN core.int_gia_attempt AS t ON t.exam_id = a.exam_id AND t.person_no = a.person_no
  WHERE a.exam_date IS NULL OR t.exam_date IS NULL OR t.exam_date = a.exam_date
  QUALIFY row_number() OVER (PARTITION BY a.file_key, a.sheet_no, a.row_no ORDER BY t.exam_date DESC NULLS LAST, t.sitting DESC) = 1
),
pair AS (
  SELECT a.*, f.sitting
  FROM appeal AS a
  LEFT JOIN found AS f ON f.file_key = a.file_key AND f.sheet_no = a.sheet_no AND f.row_no = a.row_no
)
SELECT
  p.file_key,
  p.sheet_no,
  p.row_no,
  p.exam_id,
  p.person_no,
  p.is_ambiguous,
  p.school_id,
  p.exam_date,
  p.appeal_outcome,
  p.primary_score,
  p.test_score,
  p.mark,
  p.sitting,
  p.sitting IS NOT NULL AS is_matched,
  -- An appeal without a stated outcome is taken as granted: lists of appeals show the corrected scores.
  p.sitting IS NOT NULL AND coalesce(p.appeal_outcome, 'granted') = 'granted'
    AND row_number() OVER (PARTITION BY p.exam_id, p.person_no, p.sitting ORDER BY p.precedence DESC) = 1 AS is_applied
FROM pair AS p
