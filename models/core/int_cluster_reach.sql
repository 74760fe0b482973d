-- The clusters works are seen in: those of the academic year of the work, else the latest earlier ones.
SELECT w.year, w.academic_year AS year_of_work, max(c.academic_year) AS academic_year
FROM (SELECT DISTINCT d.year, d.academic_year FROM core.dim_work AS d) AS w
JOIN (SELECT DISTINCT m.academic_year FROM marts.mart_school_cluster AS m WHERE m.cluster IS NOT NULL) AS c ON c.academic_year <= w.academic_year
GROUP BY w.year, w.academic_year
