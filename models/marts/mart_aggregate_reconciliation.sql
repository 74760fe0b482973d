-- What local tables total themselves against our sums of their figures: totals over subjects in a row, and rows of sums («Итого»).
-- Tolerance of a mean: half a unit of the last digit printed anywhere in the summands, since each of them is rounded to it, and half a unit
-- of the total's own last digit. Of participants: 0.
WITH cell AS (
  SELECT c.* FROM core.int_aggregate_cell AS c
),
digits AS (
  SELECT c.file_key, c.sheet_no, c.is_total, coalesce(max(c.mean_digits), 0) AS digits
  FROM cell AS c
  GROUP BY c.file_key, c.sheet_no, c.is_total
),
part AS (
  SELECT
    t.file_key, t.sheet_no, t.row_no, t.subject AS total_name, t.grade,
    sum(p.n) AS n,
    sum(p.n * p.mean) / nullif(sum(p.n) FILTER (WHERE p.mean IS NOT NULL), 0) AS mean
  FROM cell AS t
  LEFT JOIN cell AS p
    ON p.file_key = t.file_key AND p.sheet_no = t.sheet_no AND p.row_no = t.row_no AND p.grade = t.grade AND NOT p.is_total AND p.n > 0
      AND (t.parts IS NULL OR list_contains(t.parts, p.subject)) AND NOT list_contains(coalesce(t.except_parts, []), p.subject)
  WHERE t.is_total
  GROUP BY t.file_key, t.sheet_no, t.row_no, t.subject, t.grade
),
rows_of_sums AS (
  SELECT
    t.file_key, t.sheet_no, t.row_no, t.grade, t.subject,
    sum(p.n) AS n,
    sum(p.n * p.mean) / nullif(sum(p.n) FILTER (WHERE p.mean IS NOT NULL), 0) AS mean
  FROM cell AS t
  JOIN cell AS p
    ON p.file_key = t.file_key AND p.sheet_no = t.sheet_no AND p.grade = t.grade AND p.subject = t.subject AND NOT p.is_total AND p.scope <> 'total' AND p.n > 0
  WHERE t.scope = 'total' AND NOT t.is_total
  GROUP BY t.file_key, t.sheet_no, t.row_no, t.grade, t.subject
),
pair AS (
  SELECT
    'по предметам' AS total_kind, t.procedure, t.year, t.wave, t.grade, t.subject AS total_name, t.scope, t.scope_id, t.scope_name, t.file_key, t.sheet_no, t.row_no, t.path,
    coalesce(p.n, 0) AS our_n, t.n AS file_n, p.mean AS our_mean, t.mean AS file_mean,
    0.5 * power(10, -s.digits) + 0.5 * power(10, -d.digits) AS mean_tolerance
  FROM cell AS t
  JOIN part AS p ON p.file_key = t.file_key AND p.sheet_no = t.sheet_no AND p.row_no = t.row_no AND p.total_name = t.subject AND p.grade = t.grade
  JOIN digits AS d ON d.file_key = t.file_key AND d.sheet_no = t.sheet_no AND d.is_total
  JOIN digits AS s ON s.file_key = t.file_key AND s.sheet_no = t.sheet_no AND NOT s.is_total
  WHERE t.is_total
  UNION ALL
  SELECT
    'по строкам', t.procedure, t.year, t.wave, t.grade, t.subject, t.scope, t.scope_id, t.scope_name, t.file_key, t.sheet_no, t.row_no, t.path,
    r.n, t.n, r.mean, t.mean, power(10, -s.digits)
  FROM cell AS t
  JOIN rows_of_sums AS r ON r.file_key = t.file_key AND r.sheet_no = t.sheet_no AND r.row_no = t.row_no AND r.grade = t.grade AND r.subject = t.subject
  JOIN digits AS s ON s.file_key = t.file_key AND s.sheet_no = t.sheet_no AND NOT s.is_total
  WHERE t.scope = 'total' AND NOT t.is_total
),
figure AS (
  SELECT p.*, 'участников' AS metric, CAST(p.our_n AS DOUBLE) AS our_value, CAST(p.file_n AS DOUBLE) AS file_value, CAST(0 AS DOUBLE) AS tolerance FROM pair AS p WHERE p.file_n IS NOT NULL
  UNION ALL
  SELECT p.*, 'среднее', p.our_mean, p.file_mean, p.mean_tolerance FROM pair AS p WHERE p.file_mean IS NOT NULL
)
SELECT
  f.procedure,
  f.year,
  f.wave,
  f.grade,
  f.total_kind,
  f.total_name,
  f.scope,
  f.scope_id,
  f.scope_name,
  f.metric,
  f.our_value,
  f.file_value,
  f.our_value - f.file_value AS difference,
  f.tolerance,
  CASE
    WHEN f.our_value IS NULL THEN 'нет слагаемых'
    WHEN abs(f.our_value - f.file_value) <= f.tolerance + 1e-9 THEN 'совпадает'
    ELSE 'расходится'
  END AS verdict,
  f.path,
  f.file_key,
  f.sheet_no,
  f.row_no
FROM figure AS f
