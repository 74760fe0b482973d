SELECT
  c.academic_year, c.school_id, c.municipality_id, c.cluster, p.cluster_name, c.is_medoid, c.distance, c.silhouette, c.next_cluster,
  c.map_x, c.map_y, c.k, c.stability, c.n_schools, c.n_known, c.n_variables, c.joined_later, c.reason, c.rule_version, c.approved_by
FROM core.int_school_cluster AS c
LEFT JOIN marts.mart_cluster_profile AS p ON p.academic_year = c.academic_year AND p.cluster = c.cluster
