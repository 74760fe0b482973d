-- Published figures of works of which no results of pupils are loaded, one row per work and object. The same object in two files of a
-- work: the file of the later path counts. Sheets that only repeat another year under a wrong label are left out.
WITH usable AS (
  SELECT c.*
  FROM core.int_aggregate_cell AS c
  ANTI JOIN core.int_aggregate_twin AS t ON t.file_key = c.file_key AND t.sheet_no = c.sheet_no AND t.year = c.year AND t.grade = c.grade
  WHERE c.scope IN ('school', 'municipality') AND NOT c.is_total AND c.n > 0
),
chosen AS (
  SELECT u.*
  FROM usable AS u
  QUALIFY row_number() OVER (PARTITION BY u.work_id, u.scope, u.scope_id ORDER BY u.path DESC, u.sheet_no DESC, u.row_no DESC) = 1
)
SELECT
  h.work_id,
  h.procedure,
  h.year,
  h.academic_year,
  h.wave,
  h.grade,
  h.subject,
  coalesce(j.subject_name, h.subject) AS subject_name,
  h.level,
  h.scope,
  h.scope_id,
  h.scope_name,
  h.school_id,
  h.region_name,
  h.municipality_name,
  h.unit,
  h.max_score,
  h.n,
  h.mean,
  h.sd,
  -- Counts of marks: as printed, else rebuilt from the printed shares where these give whole pupils that add up.
  CAST(coalesce(h.n2, CASE WHEN r.adds_up THEN r.r2 END) AS INTEGER) AS n2,
  CAST(coalesce(h.n3, CASE WHEN r.adds_up THEN r.r3 END) AS INTEGER) AS n3,
  CAST(coalesce(h.n4, CASE WHEN r.adds_up THEN r.r4 END) AS INTEGER) AS n4,
  CAST(coalesce(h.n5, CASE WHEN r.adds_up THEN r.r5 END) AS INTEGER) AS n5,
  h.pct2,
  h.pct3,
  h.pct4,
  h.pct5,
  CASE WHEN h.n2 IS NOT NULL THEN 'числа' WHEN h.pct2 IS NULL THEN 'нет' WHEN r.adds_up THEN 'из процентов' ELSE 'только проценты' END AS mark_source,
  h.file_key,
  h.sheet_no,
  h.row_no
FROM chosen AS h
LEFT JOIN core.seed_subject AS j ON j.subject = h.subject
LEFT JOIN LATERAL (
  SELECT
    round(h.n * h.pct2 / 100) AS r2, round(h.n * h.pct3 / 100) AS r3, round(h.n * h.pct4 / 100) AS r4, round(h.n * h.pct5 / 100) AS r5,
    round(h.n * h.pct2 / 100) + round(h.n * h.pct3 / 100) + round(h.n * h.pct4 / 100) + round(h.n * h.pct5 / 100) = h.n AS adds_up
) AS r ON TRUE
