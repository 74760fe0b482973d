-- School years from the first to the last with works, none left out: a year without works is a gap, never a point between two others.
WITH seen AS (
  SELECT
    CAST(left(w.academic_year, 4) AS INTEGER) AS start_year,
    count(*) FILTER (WHERE w.wave = 'spring') AS n_spring,
    count(*) FILTER (WHERE w.wave = 'autumn') AS n_autumn
  FROM core.dim_work AS w
  GROUP BY left(w.academic_year, 4)
),
span AS (
  SELECT CAST(unnest(range(min(s.start_year), max(s.start_year) + 1)) AS INTEGER) AS start_year FROM seen AS s
)
SELECT
  CAST(p.start_year AS VARCHAR) || '/' || lpad(CAST((p.start_year + 1) % 100 AS VARCHAR), 2, '0') AS academic_year,
  p.start_year,
  CAST(p.start_year + 1 AS INTEGER) AS spring_year,
  CAST(coalesce(s.n_spring, 0) AS INTEGER) AS n_spring_works,
  CAST(coalesce(s.n_autumn, 0) AS INTEGER) AS n_autumn_works,
  -- The works were redesigned for spring 2025: domain notes, «across the 2025 redesign».
  CASE WHEN p.start_year >= 2024 THEN '2025' ELSE 'до 2025' END AS work_design
FROM span AS p
LEFT JOIN seen AS s ON s.start_year = p.start_year
