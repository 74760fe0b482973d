-- Today's municipality of every school, apart from what another year changes about a school anyway (its last year): what is rolled up to today's schools by
-- parts stays as it is while no school has moved.
SELECT d.school_id, d.municipality_id
FROM core.dim_school AS d
