-- Features of the schools, year by year, with words and clusters, for the program that finds neighbours.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'cluster_peers') AS peers,
    max(s.value) FILTER (WHERE s.setting = 'cluster_min_known') AS min_known
  FROM core.seed_analysis_setting AS s
)
SELECT
  i.academic_year, i.school_id, i.municipality_id, i.variable, i.kind, i.weight, i.category, i.scaled, i.excluded_reason, i.is_anew,
  s.peers, s.min_known, v.caption, coalesce(k.word, i.category) AS word, i.value, c.cluster
FROM core.int_cluster_input AS i
JOIN core.seed_cluster_variable AS v ON v.variable = i.variable
LEFT JOIN core.seed_cluster_category AS k ON k.variable = i.variable AND k.category = i.category
LEFT JOIN core.int_school_cluster AS c ON c.academic_year = i.academic_year AND c.school_id = i.school_id
CROSS JOIN setting AS s
ORDER BY i.academic_year, i.school_id, i.variable_order, i.variable
