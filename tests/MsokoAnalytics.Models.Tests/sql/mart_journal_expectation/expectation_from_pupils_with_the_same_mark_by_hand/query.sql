SELECT scope, work_id, measure, n, n_peers, n_reference, observed_n, observed_pct, expected_pct, difference, difference_lo, difference_hi, verdict, reason, official_pct
FROM marts.mart_journal_expectation WHERE scope_id IN ('710001', '710001-А', '71_m001') AND measure IN ('lowered', 'raised', 'gap2_down', 'confirmed')
  AND NOT (scope = 'municipality' AND measure <> 'lowered') AND NOT (scope = 'class' AND measure <> 'lowered') AND NOT (work_id = 'Г' AND measure <> 'lowered')
  AND NOT (work_id = '' AND measure <> 'lowered')
