SELECT i.indicator, i.education_level, i.value, i.numerator, i.denominator, i.n, i.lo, i.hi, i.applicable, i.suppressed
FROM marts.mart_indicator AS i
WHERE i.scope_id = '000001' AND (i.indicator IN ('vpr_pass', 'vpr_lowered', 'vpr_participation') OR i.indicator = 'rkr_pass' OR (i.indicator IN ('vpr_sou', 'vpr_pass_by_work') AND i.education_level = 'noo'))
