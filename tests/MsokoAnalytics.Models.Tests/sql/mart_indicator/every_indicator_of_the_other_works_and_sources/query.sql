SELECT i.indicator, i.education_level, i.item, i.scope_id, i.value, i.numerator, i.denominator, i.n, i.lo, i.hi, i.suppressed
FROM marts.mart_indicator AS i
