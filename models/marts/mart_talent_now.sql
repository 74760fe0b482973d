-- mart_talent rolled up to today's schools: the counts of a merged school added up anew, shares made of the sums.
WITH rolled AS (
  SELECT
    r.* REPLACE (coalesce(n.now_school_id, r.school_id) AS school_id, coalesce(d.municipality_id, r.municipality_id) AS municipality_id)
  FROM core.fct_talent AS r
  LEFT JOIN core.map_school_now AS n ON n.school_id = r.school_id
  LEFT JOIN core.dim_school AS d ON d.school_id = n.now_school_id
),
counted AS (
  SELECT 'school' AS scope, t.school_id AS scope_id, t.municipality_id, t.academic_year, t.level, t.school_id, lower(t.event) AS event, t.result, t.n_pupils
  FROM rolled AS t
  UNION ALL
  SELECT 'municipality', t.municipality_id, t.municipality_id, t.academic_year, t.level, t.school_id, lower(t.event), t.result, t.n_pupils
  FROM rolled AS t
)
SELECT
  c.scope,
  c.scope_id,
  c.municipality_id,
  c.academic_year,
  c.level,
  CAST(count(DISTINCT c.school_id) AS INTEGER) AS n_schools,
  CAST(count(DISTINCT c.event) AS INTEGER) AS n_events,
  CAST(coalesce(sum(c.n_pupils) FILTER (WHERE c.result = 'winner'), 0) AS INTEGER) AS n_winners,
  CAST(coalesce(sum(c.n_pupils) FILTER (WHERE c.result = 'prize'), 0) AS INTEGER) AS n_prize,
  CAST(coalesce(sum(c.n_pupils) FILTER (WHERE c.result = 'participant'), 0) AS INTEGER) AS n_participants
FROM counted AS c
GROUP BY c.scope, c.scope_id, c.municipality_id, c.academic_year, c.level
