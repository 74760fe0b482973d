-- Features of the schools, year by year, for the program that clusters them, and the clusters that a person has approved.
WITH setting AS (
  SELECT
    max(s.value) FILTER (WHERE s.setting = 'cluster_min_schools') AS min_schools,
    max(s.value) FILTER (WHERE s.setting = 'cluster_k_from') AS k_from,
    max(s.value) FILTER (WHERE s.setting = 'cluster_k_to') AS k_to,
    max(s.value) FILTER (WHERE s.setting = 'cluster_min_size') AS min_size,
    max(s.value) FILTER (WHERE s.setting = 'cluster_samples') AS samples,
    max(s.value) FILTER (WHERE s.setting = 'cluster_stability_floor') AS stability_floor,
    max(s.value) FILTER (WHERE s.setting = 'cluster_stability_tolerance') AS stability_tolerance,
    max(s.value) FILTER (WHERE s.setting = 'cluster_min_known') AS min_known,
    max(s.value) FILTER (WHERE s.setting = 'cluster_seed') AS seed
  FROM core.seed_analysis_setting AS s
)
SELECT
  i.academic_year, i.school_id, i.municipality_id, i.variable, i.kind, i.weight, i.category, i.scaled, i.excluded_reason, i.is_anew,
  s.min_schools, s.k_from, s.k_to, s.min_size, s.samples, s.stability_floor, s.stability_tolerance, s.min_known, s.seed,
  f.cluster AS fixed_cluster, f.is_typical AS fixed_is_typical, f.k AS fixed_k, f.stability AS fixed_stability, f.rule_version AS fixed_rule_version, f.approved_by AS fixed_approved_by
FROM core.int_cluster_input AS i
CROSS JOIN setting AS s
LEFT JOIN core.cluster_fixed AS f ON f.academic_year = i.academic_year AND f.school_id = i.school_id
ORDER BY i.academic_year, i.school_id, i.variable_order, i.variable
