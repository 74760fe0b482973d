-- What a person has to decide: references that lead to no school, with the likest candidate, and codes that two schools claim.
SELECT
  r.source,
  r.system,
  r.external_id,
  coalesce(p.written_name, r.school_name) AS written_name,
  r.n_rows,
  'не опознана' AS problem,
  p.school_id AS candidate_id,
  p.school_name AS candidate_name,
  p.similarity,
  p.why
FROM core.int_school_reference AS r
LEFT JOIN core.school_match_proposal AS p
  ON p.source = r.source AND p.system = r.system AND p.external_id = r.external_id AND p.place = 1
WHERE r.school_id IS NULL
UNION ALL
SELECT
  'реестр',
  c.system,
  c.external_id,
  NULL,
  0,
  'код у разных школ',
  c.school_id,
  d.school_name,
  NULL,
  c.origin
FROM core.int_school_claim AS c
LEFT JOIN core.dim_school AS d ON d.school_id = c.school_id
WHERE c.state = 'спорный'
