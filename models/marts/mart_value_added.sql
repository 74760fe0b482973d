-- The works with what they are read for: rows of their own, the stage that ends with a year, or both.
SELECT c.*, y.is_shown, y.stage_year
FROM (
  SELECT v.transition, v.year_to, bool_or(v.last_year = v.year_to) AS is_shown, max(v.last_year) FILTER (WHERE v.is_of_stage) AS stage_year
  FROM core.int_value_added_year AS v
  GROUP BY v.transition, v.year_to
) AS y
JOIN core.int_value_added_case AS c ON c.transition = y.transition AND c.year_to = y.year_to
ORDER BY c.transition, c.work_to, c.school_id
