-- Certificates and medals for schools and municipalities; each school gives its latest state (final before preliminary).
WITH counted AS (
  SELECT 'school' AS scope, c.school_id AS scope_id, c.* FROM core.fct_certificate AS c WHERE c.is_latest
  UNION ALL
  SELECT 'municipality', c.municipality_id, c.* FROM core.fct_certificate AS c WHERE c.is_latest
)
SELECT
  c.scope,
  c.scope_id,
  c.municipality_id,
  c.year,
  c.grade,
  CAST(count(*) AS INTEGER) AS n_schools,
  CAST(count(*) FILTER (WHERE c.state = 'preliminary') AS INTEGER) AS n_schools_preliminary,
  CAST(sum(c.n_graduates) AS INTEGER) AS n_graduates,
  CAST(sum(c.n_received) AS INTEGER) AS n_received,
  CAST(sum(c.n_not_received) AS INTEGER) AS n_not_received,
  CAST(CASE WHEN count(*) = count(c.n_honours) THEN sum(c.n_honours) END AS INTEGER) AS n_honours,
  CAST(CASE WHEN count(*) = count(c.n_medal1) THEN sum(c.n_medal1) END AS INTEGER) AS n_medal1,
  CAST(CASE WHEN count(*) = count(c.n_medal2) THEN sum(c.n_medal2) END AS INTEGER) AS n_medal2,
  -- A share needs both of its numbers from the same schools.
  CAST(sum(CASE WHEN c.n_candidates_70 IS NOT NULL THEN c.n_candidates END) AS INTEGER) AS n_candidates,
  CAST(sum(CASE WHEN c.n_candidates IS NOT NULL THEN c.n_candidates_70 END) AS INTEGER) AS n_candidates_70,
  CASE WHEN sum(CASE WHEN c.n_candidates_70 IS NOT NULL THEN c.n_candidates END) > 0 THEN
    1e2 * sum(CASE WHEN c.n_candidates IS NOT NULL THEN c.n_candidates_70 END) / sum(CASE WHEN c.n_candidates_70 IS NOT NULL THEN c.n_candidates END) END AS pct_candidates_70
FROM counted AS c
GROUP BY c.scope, c.scope_id, c.municipality_id, c.year, c.grade
