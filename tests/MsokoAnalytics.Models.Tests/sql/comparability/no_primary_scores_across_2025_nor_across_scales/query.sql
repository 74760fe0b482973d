SELECT kind, work_from, work_to, measure, is_comparable, reason, is_consecutive FROM core.comparability WHERE measure IN ('primary_mean', 'mean_mark') OR (work_from = 'O20' AND measure = 'z')
