SELECT i.indicator, i.item, i.scope_id, i.value, i.numerator, i.denominator, i.n
FROM marts.mart_indicator_now AS i
WHERE i.education_level = 'noo' OR i.indicator LIKE 'm662%'
