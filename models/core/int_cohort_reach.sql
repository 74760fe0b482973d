-- The calendar years in which a cohort of a later work may have written an earlier one: eleven grades lie within twelve years, and an autumn work belongs to the
-- spring after it.
SELECT l.year_to, y.year
FROM (SELECT DISTINCT CAST(CAST(left(c.academic_year, 4) AS INTEGER) + 1 AS INTEGER) AS year_to FROM core.cohort_link AS c) AS l
JOIN (SELECT DISTINCT c.year FROM core.cohort_link AS c) AS y ON y.year BETWEEN l.year_to - 12 AND l.year_to
