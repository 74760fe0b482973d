-- What the schools of a municipality are compared with in a work: published figures of the region, else all loaded pupils of the region (two
-- municipalities or more), else those of the municipality itself.
WITH object AS (
  SELECT r.work_id, w.procedure, w.year, w.grade, w.subject, r.scope, r.scope_id, r.municipality_id, r.n_writers AS n, r.mean_score, r.sd_score
  FROM core.int_work_result AS r
  JOIN core.dim_work AS w ON w.work_id = r.work_id
  WHERE r.as_of <> 'now' AND r.source = 'computed' AND w.procedure = 'ВПР' AND r.scope IN ('region', 'municipality') AND r.n_writers > 0
  UNION ALL
  SELECT 'ОГЭ-' || g.period || '-' || g.exam_id, g.procedure, g.year, 9, g.subject, g.scope, g.scope_id, g.municipality_id, g.n_primary, g.mean_primary, g.sd_primary
  FROM core.int_gia_exam_result AS g
  WHERE g.as_of = 'was' AND g.procedure = 'ОГЭ' AND g.period IN ('all_main', 'main') AND g.scope IN ('region', 'municipality') AND g.n_primary > 0
)
SELECT
  m.work_id,
  m.municipality_id,
  m.procedure,
  m.year,
  CAST(m.grade AS INTEGER) AS grade,
  m.subject,
  CASE WHEN i.work_id IS NOT NULL THEN 'imported' WHEN r.scope_id IS NOT NULL THEN 'region' ELSE 'municipality' END AS reference_scope,
  CASE WHEN i.work_id IS NOT NULL THEN i.region_code WHEN r.scope_id IS NOT NULL THEN r.scope_id ELSE m.scope_id END AS reference_id,
  CAST(coalesce(i.n, r.n, m.n) AS INTEGER) AS n,
  coalesce(i.mean_score, r.mean_score, m.mean_score) AS mean_score,
  CASE WHEN i.work_id IS NOT NULL THEN i.sd_score WHEN r.scope_id IS NOT NULL THEN r.sd_score ELSE m.sd_score END AS sd_score
FROM object AS m
LEFT JOIN object AS r ON r.scope = 'region' AND r.work_id = m.work_id AND r.scope_id = split_part(m.municipality_id, '_', 1)
LEFT JOIN core.seed_marker_reference AS i
  ON i.work_id = replace(replace(m.work_id, 'ОГЭ-all_main-', ''), 'ОГЭ-main-', '') AND i.region_code = split_part(m.municipality_id, '_', 1)
WHERE m.scope = 'municipality'
