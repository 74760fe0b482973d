SELECT t.rule, t.item, t.unit, t.value, t.hi, t.threshold, t.is_low, t.is_sure
FROM marts.mart_low_results_item AS t
