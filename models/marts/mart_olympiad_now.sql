-- mart_olympiad rolled up to today's schools: the counts of a merged school added up anew, shares made of the sums.
WITH rolled AS (
  SELECT
    r.* REPLACE (coalesce(n.now_school_id, r.school_id) AS school_id, coalesce(d.municipality_id, r.municipality_id) AS municipality_id)
  FROM core.fct_olympiad AS r
  LEFT JOIN core.map_school_now AS n ON n.school_id = r.school_id
  LEFT JOIN core.dim_school AS d ON d.school_id = n.now_school_id
),
counted AS (
  SELECT 'school' AS scope, o.school_id AS scope_id, o.municipality_id, o.academic_year, o.stage, o.subject, o.school_id, o.n_participants, o.n_winners, o.n_prize
  FROM rolled AS o
  UNION ALL
  SELECT 'municipality', o.municipality_id, o.municipality_id, o.academic_year, o.stage, o.subject, o.school_id, o.n_participants, o.n_winners, o.n_prize
  FROM rolled AS o
)
SELECT
  c.scope,
  c.scope_id,
  c.municipality_id,
  c.academic_year,
  c.stage,
  c.subject,
  CAST(count(DISTINCT c.school_id) AS INTEGER) AS n_schools,
  CAST(CASE WHEN count(*) = count(c.n_participants) THEN sum(c.n_participants) END AS INTEGER) AS n_participants,
  CAST(sum(c.n_winners) AS INTEGER) AS n_winners,
  CAST(sum(c.n_prize) AS INTEGER) AS n_prize,
  CAST(sum(c.n_winners + c.n_prize) AS INTEGER) AS n_awards
FROM counted AS c
GROUP BY c.scope, c.scope_id, c.municipality_id, c.academic_year, c.stage, c.subject
