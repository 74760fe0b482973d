SELECT scope, scope_id, indicator, value, unit, numerator, denominator, n_objects, origin FROM marts.mart_monitoring_indicator WHERE scope = 'municipality'
