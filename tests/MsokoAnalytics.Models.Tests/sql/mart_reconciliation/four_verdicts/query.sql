SELECT scope, scope_id, metric, our_value, official_value, tolerance, verdict FROM marts.mart_reconciliation
