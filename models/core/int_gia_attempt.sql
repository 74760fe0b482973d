-- One row per exam, person and sitting: of several rows about it (a re-issued file, a repeated row) the one of the last word.
SELECT
  r.*,
  -- A day, else a period: what the file does not date is one sitting of its period.
  coalesce(CAST(r.exam_date AS VARCHAR), r.period) AS sitting
FROM core.int_gia_row AS r
WHERE NOT r.is_appeal
QUALIFY row_number() OVER (
  PARTITION BY r.exam_id, r.person_no, coalesce(CAST(r.exam_date AS VARCHAR), r.period) ORDER BY r.precedence DESC) = 1
