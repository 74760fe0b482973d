-- Sheets of one procedure and grade that are labelled as different years and hold the same figures: one of the labels is wrong.
-- Figures are compared school by school and subject by subject; only groups with somebody in them count. 95 % of at least
-- 50 common figures: means of different years' pupils agree to the printed digit by chance in a few percent at most.
WITH cell AS (
  SELECT
    c.file_key, c.sheet_no, c.procedure, c.year, c.wave, c.grade, c.subject, c.scope_id, c.n, c.mean, c.n2, c.n5, c.path
  FROM core.int_aggregate_cell AS c
  WHERE c.scope = 'school' AND NOT c.is_total AND c.n > 0
),
sheet AS (
  SELECT c.file_key, c.sheet_no, c.procedure, c.year, c.wave, c.grade, min(c.path) AS path, count(*) AS n_cells
  FROM cell AS c
  GROUP BY c.file_key, c.sheet_no, c.procedure, c.year, c.wave, c.grade
),
compared AS (
  SELECT
    a.file_key, a.sheet_no, a.procedure, a.year, a.wave, a.grade,
    b.file_key AS twin_file_key, b.sheet_no AS twin_sheet_no, b.year AS twin_year, b.wave AS twin_wave,
    count(*) AS n_common,
    count(*) FILTER (
      WHERE a.n = b.n AND a.mean IS NOT DISTINCT FROM b.mean AND a.n2 IS NOT DISTINCT FROM b.n2 AND a.n5 IS NOT DISTINCT FROM b.n5
    ) AS n_same
  FROM cell AS a
  JOIN cell AS b
    ON b.procedure = a.procedure AND b.grade = a.grade AND b.subject = a.subject AND b.scope_id = a.scope_id
      AND (b.year, b.wave) <> (a.year, a.wave)
  GROUP BY a.file_key, a.sheet_no, a.procedure, a.year, a.wave, a.grade, b.file_key, b.sheet_no, b.year, b.wave
)
SELECT
  p.file_key,
  p.sheet_no,
  p.procedure,
  p.year,
  p.wave,
  p.grade,
  s.path,
  p.twin_file_key,
  p.twin_sheet_no,
  p.twin_year,
  p.twin_wave,
  t.path AS twin_path,
  CAST(p.n_common AS INTEGER) AS n_common,
  CAST(p.n_same AS INTEGER) AS n_same,
  CAST(100.0 AS DOUBLE) * p.n_same / p.n_common AS same_pct
FROM compared AS p
JOIN sheet AS s
  ON s.file_key = p.file_key AND s.sheet_no = p.sheet_no AND s.procedure = p.procedure AND s.year = p.year AND s.wave = p.wave AND s.grade = p.grade
JOIN sheet AS t
  ON t.file_key = p.twin_file_key AND t.sheet_no = p.twin_sheet_no AND t.procedure = p.procedure AND t.year = p.twin_year
    AND t.wave = p.twin_wave AND t.grade = p.grade
-- The later label is the copy: a figure cannot be known before its year. A later file that merely contains an earlier one is no twin.
WHERE p.n_common >= 50 AND p.n_same >= 0.95 * p.n_common AND p.n_common >= 0.95 * s.n_cells AND (p.year, p.wave) > (p.twin_year, p.twin_wave)
