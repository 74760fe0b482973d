-- Published and usual rules beside each other, by school and work, each in its version; our own flags are anomaly.flags and never mixed in.
WITH every_rule AS (
  SELECT '2019' AS rule_set, a.rule_version, a.marker, a.work_id, a.work_from, a.municipality_id, a.school_id, a.n, a.n_from, a.n_reference,
    a.reference_scope, a.reference_id, a.estimate, a.value, a.threshold, a.is_marked, a.reason, a.note
  FROM core.int_marker_2019 AS a
  UNION ALL
  SELECT '2018', b.rule_version, b.marker, b.work_id, NULL, b.municipality_id, b.school_id, b.n, NULL, b.n_reference,
    b.reference_scope, b.reference_id, b.estimate, b.value, b.threshold, b.is_marked, b.reason, b.note
  FROM core.int_marker_2018 AS b
  UNION ALL
  SELECT CASE WHEN c.marker IN ('lowered', 'raised', 'quality') THEN 'обиход' ELSE '2026' END, c.rule_version, c.marker, c.work_id, NULL, c.municipality_id, c.school_id, c.n, NULL,
    c.n_reference, c.reference_scope, c.reference_id, c.estimate, c.value, c.threshold, c.is_marked, c.reason, c.note
  FROM core.int_marker_2026 AS c
),
work AS (
  SELECT w.work_id, w.procedure, w.year, w.wave, w.grade, w.subject, w.level FROM core.dim_work AS w
  UNION ALL
  SELECT g.exam_id, g.procedure, g.year, 'spring', 9, g.subject, 'base' FROM core.dim_gia_exam AS g WHERE g.procedure = 'ОГЭ'
)
SELECT
  e.rule_set,
  e.rule_version,
  e.marker,
  CAST(l.marker_no AS INTEGER) AS marker_no,
  m.marker_name,
  w.procedure,
  CAST(w.year AS INTEGER) AS year,
  w.wave,
  CAST(w.grade AS INTEGER) AS grade,
  w.subject,
  w.level,
  e.work_id,
  e.work_from,
  e.municipality_id,
  e.school_id,
  e.n,
  CAST(e.n_from AS INTEGER) AS n_from,
  e.n_reference,
  e.reference_scope,
  e.reference_id,
  e.estimate,
  e.value,
  e.threshold,
  CASE WHEN e.is_marked THEN 'признак' WHEN e.is_marked IS NOT NULL THEN 'нет признака' ELSE 'нельзя вычислить' END AS state,
  e.reason,
  e.note,
  m.source
FROM every_rule AS e
JOIN work AS w ON w.work_id = e.work_id
JOIN core.seed_marker AS m ON m.rule_set = e.rule_set AND m.marker = e.marker
LEFT JOIN core.seed_marker_work AS l
  ON l.rule_set = e.rule_set AND l.marker = e.marker AND l.procedure = w.procedure AND l.subject = w.subject
  AND l.grade = CASE WHEN w.wave = 'spring' AND w.level = 'base' THEN w.grade END
