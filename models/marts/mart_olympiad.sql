-- Olympiad by stage and subject for schools and municipalities. Participants are a sum only where every school tells them.
WITH counted AS (
  SELECT 'school' AS scope, o.school_id AS scope_id, o.municipality_id, o.academic_year, o.stage, o.subject, o.school_id, o.n_participants, o.n_winners, o.n_prize
  FROM core.fct_olympiad AS o
  UNION ALL
  SELECT 'municipality', o.municipality_id, o.municipality_id, o.academic_year, o.stage, o.subject, o.school_id, o.n_participants, o.n_winners, o.n_prize
  FROM core.fct_olympiad AS o
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
