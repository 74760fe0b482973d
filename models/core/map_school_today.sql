-- Today's schools with their municipality, apart from the years of core.map_school_view: what is made by parts stays as it is while no school has moved.
SELECT v.view_school_id AS school_id, any_value(v.view_municipality_id) AS municipality_id
FROM core.map_school_view AS v
WHERE v.as_of = 'now'
GROUP BY v.view_school_id
