-- mart_school_context rolled up to today's schools: the counts of a merged school added up anew, shares made of the sums.
WITH rolled AS (
  SELECT
    r.* REPLACE (coalesce(n.now_school_id, r.school_id) AS school_id, coalesce(d.municipality_id, r.municipality_id) AS municipality_id)
  FROM core.fct_school_context_component AS r
  LEFT JOIN core.map_school_now AS n ON n.school_id = r.school_id
  LEFT JOIN core.dim_school AS d ON d.school_id = n.now_school_id
),
counted AS (
  SELECT 'school' AS scope, c.school_id AS scope_id, c.* FROM rolled AS c
  UNION ALL
  SELECT 'municipality', c.municipality_id, c.* FROM rolled AS c WHERE c.n IS NOT NULL AND c.n_base IS NOT NULL
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
