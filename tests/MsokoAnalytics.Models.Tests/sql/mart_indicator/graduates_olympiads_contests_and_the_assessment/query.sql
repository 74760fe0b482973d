SELECT i.indicator, i.education_level, i.scope_id, i.year, i.value, i.numerator, i.denominator, i.n, i.lo, i.hi
FROM marts.mart_indicator AS i
