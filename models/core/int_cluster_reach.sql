-- The clusters works are seen in: those of the academic year of the work, else the latest earlier ones.
WITH clustered AS (
  SELECT DISTINCT c.academic_year FROM marts.mart_school_cluster AS c WHERE c.cluster IS NOT NULL
),
latest AS (
  SELECT w.year, w.academic_year AS year_of_work, max(c.academic_year) AS academic_year
  FROM (SELECT DISTINCT d.year, d.academic_year FROM core.dim_work AS d) AS w
  JOIN clustered AS c ON c.academic_year <= w.academic_year
  GROUP BY w.year, w.academic_year
)
SELECT l.year, l.year_of_work, l.academic_year FROM latest AS l
