SELECT scope, scope_id, component, n_schools, n, n_base, pct, origin FROM marts.mart_school_context
