-- Marks of journals by subject and period for schools and municipalities, in three levels of education; shares from counts, intervals with them.
WITH counted AS (
  SELECT
    j.school_id, j.municipality_id, j.academic_year, CASE WHEN j.grade <= 4 THEN 'НОО' WHEN j.grade <= 9 THEN 'ООО' ELSE 'СОО' END AS education_level, j.subject, j.period_kind, j.period,
    count(*) AS n_classes, sum(j.n2) AS n2, sum(j.n3) AS n3, sum(j.n4) AS n4, sum(j.n5) AS n5, sum(j.n_none) AS n_none
  FROM core.fct_journal_period AS j
  GROUP BY j.school_id, j.municipality_id, j.academic_year, 4, j.subject, j.period_kind, j.period
),
scoped AS (
  SELECT 'school' AS scope, c.school_id AS scope_id, c.* FROM counted AS c
  UNION ALL
  SELECT 'municipality', c.municipality_id, c.* FROM counted AS c
),
summed AS (
  SELECT
    s.scope, s.scope_id, s.municipality_id, s.academic_year, s.education_level, s.subject, s.period_kind, s.period,
    count(DISTINCT s.school_id) AS n_schools, sum(s.n_classes) AS n_classes, sum(s.n2) AS n2, sum(s.n3) AS n3, sum(s.n4) AS n4, sum(s.n5) AS n5, sum(s.n_none) AS n_none,
    sum(s.n2 + s.n3 + s.n4 + s.n5) AS n_marks
  FROM scoped AS s
  GROUP BY s.scope, s.scope_id, s.municipality_id, s.academic_year, s.education_level, s.subject, s.period_kind, s.period
)
SELECT
  m.scope, m.scope_id, m.municipality_id, m.academic_year, m.education_level, m.subject, m.period_kind, m.period,
  CAST(m.n_schools AS INTEGER) AS n_schools, CAST(m.n_classes AS INTEGER) AS n_classes,
  CAST(m.n2 AS INTEGER) AS n2, CAST(m.n3 AS INTEGER) AS n3, CAST(m.n4 AS INTEGER) AS n4, CAST(m.n5 AS INTEGER) AS n5, CAST(m.n_none AS INTEGER) AS n_none, CAST(m.n_marks AS INTEGER) AS n_marks,
  CASE WHEN m.n_marks > 0 THEN 1e2 * (m.n3 + m.n4 + m.n5) / m.n_marks END AS pass_pct,
  wilson_lo(m.n3 + m.n4 + m.n5, m.n_marks) AS pass_lo,
  wilson_hi(m.n3 + m.n4 + m.n5, m.n_marks) AS pass_hi,
  CASE WHEN m.n_marks > 0 THEN 1e2 * (m.n4 + m.n5) / m.n_marks END AS quality_pct,
  wilson_lo(m.n4 + m.n5, m.n_marks) AS quality_lo,
  wilson_hi(m.n4 + m.n5, m.n_marks) AS quality_hi,
  CASE WHEN m.n_marks > 0 THEN (2e0 * m.n2 + 3e0 * m.n3 + 4e0 * m.n4 + 5e0 * m.n5) / m.n_marks END AS mean_mark
FROM summed AS m
