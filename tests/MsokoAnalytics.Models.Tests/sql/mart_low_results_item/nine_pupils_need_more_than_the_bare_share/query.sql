SELECT t.school_id, t.item, t.item_name, t.n, t.n_low, t.value, t.lo, t.hi, t.is_low, t.is_sure
FROM marts.mart_low_results_item AS t
