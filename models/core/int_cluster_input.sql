-- Every feature of every school of a year, known or not, for the clusters and the neighbours: one row each, with what the feature counts.
WITH fact AS (
  SELECT c.academic_year, c.school_id, c.municipality_id, unnest(['locality', 'school_type']) AS variable, unnest([c.locality, c.school_type]) AS category, CAST(NULL AS DOUBLE) AS value
  FROM core.fct_school_context AS c
  UNION ALL
  SELECT c.academic_year, c.school_id, c.municipality_id, unnest(['enrolment', 'settlement_size']), NULL, unnest([CAST(c.enrolment AS DOUBLE), CAST(c.settlement_size AS DOUBLE)])
  FROM core.fct_school_context AS c
  UNION ALL
  SELECT p.academic_year, p.school_id, p.municipality_id, p.component, NULL, p.pct
  FROM core.fct_school_context_component AS p
),
anew AS (
  SELECT DISTINCT trim(unnest(string_split(s.value, ','))) AS academic_year
  FROM ops.setting AS s
  WHERE s.name = 'clusters_anew' AND s.value <> ''
)
SELECT
  c.academic_year,
  c.school_id,
  c.municipality_id,
  v.variable,
  v.variable_order,
  v.kind,
  v.weight,
  f.category,
  f.value,
  CAST(CASE WHEN v.transform = 'log' THEN CASE WHEN f.value > 0 THEN log10(f.value) END ELSE f.value END AS DOUBLE) AS scaled,
  k.excluded_reason,
  c.academic_year IN (SELECT a.academic_year FROM anew AS a) AS is_anew
FROM core.fct_school_context AS c
CROSS JOIN core.seed_cluster_variable AS v
LEFT JOIN fact AS f ON f.academic_year = c.academic_year AND f.school_id = c.school_id AND f.variable = v.variable
LEFT JOIN core.seed_cluster_category AS k ON k.variable = v.variable AND k.category = f.category
