-- mart_graduate_path rolled up to today's schools: the counts of a merged school added up anew, shares made of the sums.
WITH rolled AS (
  SELECT
    r.* REPLACE (coalesce(n.now_school_id, r.school_id) AS school_id, coalesce(d.municipality_id, r.municipality_id) AS municipality_id)
  FROM core.fct_graduate_path AS r
  LEFT JOIN core.map_school_now AS n ON n.school_id = r.school_id
  LEFT JOIN core.dim_school AS d ON d.school_id = n.now_school_id
),
counted AS (
  SELECT 'school' AS scope, g.school_id AS scope_id, g.municipality_id, g.year, g.grade, g.path, g.school_id, g.n, g.n_graduates
  FROM rolled AS g
  UNION ALL
  SELECT 'municipality', g.municipality_id, g.municipality_id, g.year, g.grade, g.path, g.school_id, g.n, g.n_graduates
  FROM rolled AS g
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
