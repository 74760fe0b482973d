SELECT t.scope_id, t.dimension, t.code_system, t.item, t.tasks, t.n, t.n_results, t.n_reached, t.mean_pct, t.x_pct, t.reached_pct, t.reached_lo, t.reached_hi, t.zone, t.n_red, t.n_red_sure, t.is_system_deficit
FROM marts.mart_planned_result AS t
