-- Paths of graduates for schools and municipalities: counts added up, the share and its interval from the counts.
WITH counted AS (
  SELECT 'school' AS scope, g.school_id AS scope_id, g.municipality_id, g.year, g.grade, g.path, g.school_id, g.n, g.n_graduates
  FROM core.fct_graduate_path AS g
  UNION ALL
  SELECT 'municipality', g.municipality_id, g.municipality_id, g.year, g.grade, g.path, g.school_id, g.n, g.n_graduates
  FROM core.fct_graduate_path AS g
),
summed AS (
  SELECT
    c.scope, c.scope_id, c.municipality_id, c.year, c.grade, c.path,
    count(DISTINCT c.school_id) AS n_schools, sum(c.n) AS n, sum(c.n_graduates) AS n_graduates
  FROM counted AS c
  GROUP BY c.scope, c.scope_id, c.municipality_id, c.year, c.grade, c.path
)
SELECT
  s.scope, s.scope_id, s.municipality_id, s.year, s.grade, s.path,
  CAST(s.n_schools AS INTEGER) AS n_schools,
  CAST(s.n AS INTEGER) AS n,
  CAST(s.n_graduates AS INTEGER) AS n_graduates,
  CASE WHEN s.n_graduates > 0 THEN 1e2 * s.n / s.n_graduates END AS pct,
  CASE WHEN s.n <= s.n_graduates THEN wilson_lo(s.n, s.n_graduates) END AS pct_lo,
  CASE WHEN s.n <= s.n_graduates THEN wilson_hi(s.n, s.n_graduates) END AS pct_hi
FROM summed AS s
