-- The works that comparisons of a year look at: its own, those of the years before it within the largest gap, and the neighbours of its works, however long ago.
WITH gap AS (
  SELECT CAST(max(s.value) AS INTEGER) AS years FROM core.seed_analysis_setting AS s WHERE s.setting = 'dynamics_max_gap'
)
SELECT y.year AS year_to, w.work_id
FROM (SELECT DISTINCT d.year FROM core.dim_work AS d) AS y
CROSS JOIN gap AS g
JOIN core.dim_work AS w ON w.year BETWEEN y.year - greatest(g.years, 1) AND y.year
UNION
SELECT b.year, c.work_from
FROM core.comparability AS c
JOIN core.dim_work AS b ON b.work_id = c.work_to
WHERE c.is_consecutive
