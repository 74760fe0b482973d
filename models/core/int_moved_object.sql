-- Objects that a change of schools touches, by year: what the views rolled up to today's schools have to compute anew. All others are the same in both views.
SELECT DISTINCT s.year, s.scope, s.scope_id
FROM core.int_scope AS s
WHERE s.as_of <> 'both' AND s.scope <> 'class'
