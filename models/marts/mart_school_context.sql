-- Components of the social passport for schools and municipalities. A municipality adds up numbers only; shares that came as percents are not averaged.
WITH counted AS (
  SELECT 'school' AS scope, c.school_id AS scope_id, c.* FROM core.fct_school_context_component AS c
  UNION ALL
  SELECT 'municipality', c.municipality_id, c.* FROM core.fct_school_context_component AS c WHERE c.n IS NOT NULL AND c.n_base IS NOT NULL
)
SELECT
  c.scope, c.scope_id, c.municipality_id, c.academic_year, c.component,
  CAST(count(*) AS INTEGER) AS n_schools,
  CAST(CASE WHEN count(*) = count(c.n) THEN sum(c.n) END AS INTEGER) AS n,
  CAST(CASE WHEN count(*) = count(c.n) THEN sum(c.n_base) END AS INTEGER) AS n_base,
  CASE WHEN count(*) = count(c.n) THEN 1e2 * sum(c.n) / nullif(sum(c.n_base), 0) WHEN count(*) = 1 THEN any_value(c.pct) END AS pct,
  any_value(c.origin) AS origin
FROM counted AS c
GROUP BY c.scope, c.scope_id, c.municipality_id, c.academic_year, c.component
