-- The years of works that value added of a year is made of: each its own, the last year of a transition also the va_years − 1 before it, which make a stage with it.
WITH seen AS (
  SELECT DISTINCT i.transition, i.year_to FROM core.int_value_added_input AS i
),
newest AS (
  SELECT s.transition, max(s.year_to) AS year_to FROM seen AS s GROUP BY s.transition
)
SELECT s.year_to AS last_year, s.transition, s.year_to, s.year_to = n.year_to AS is_of_stage
FROM seen AS s
JOIN newest AS n ON n.transition = s.transition
UNION ALL
SELECT n.year_to, s.transition, s.year_to, TRUE
FROM newest AS n
JOIN seen AS s ON s.transition = n.transition AND s.year_to < n.year_to
WHERE s.year_to > n.year_to - (SELECT max(v.value) FROM core.seed_analysis_setting AS v WHERE v.setting = 'va_years')
