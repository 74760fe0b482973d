SELECT kind, year, measure, value_from, value_to, difference, n_from, n_to, years_apart FROM marts.mart_year_to_year WHERE scope = 'school' AND measure NOT IN ('z', 'percentile')
