-- Today's schools by year, each in today's municipality: what core.map_school_year is for the view rolled up to today's schools.
SELECT DISTINCT v.view_school_id AS school_id, v.year, v.view_municipality_id AS municipality_id
FROM core.map_school_view AS v
WHERE v.as_of = 'now'
