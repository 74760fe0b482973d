-- Places in the team standings with the number of teams, so that a place is never read without its field.
SELECT
  t.school_id, t.municipality_id, t.school_id AS team_school_id, t.academic_year, t.stage, t.place,
  CAST(count(*) OVER (PARTITION BY t.municipality_id, t.academic_year, t.stage) AS INTEGER) AS n_teams,
  CAST(count(*) OVER (PARTITION BY t.school_id, t.academic_year, t.stage) AS INTEGER) AS n_own_teams,
  t.points
FROM core.fct_olympiad_team AS t
