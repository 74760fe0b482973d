-- What core.map_school_year is for the schools of the time. A year of it stays as it is while no school has moved, so what is rolled up by years is not made anew.
SELECT DISTINCT v.view_school_id AS school_id, v.year, v.view_municipality_id AS municipality_id
FROM core.map_school_view AS v
WHERE v.as_of = 'now'
