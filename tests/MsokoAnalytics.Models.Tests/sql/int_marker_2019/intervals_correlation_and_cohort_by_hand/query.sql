SELECT marker, work_id, school_id, n, n_from, n_reference, reference_scope, value, threshold, is_marked, reason
FROM core.int_marker_2019 WHERE rule_version = '2019/1' AND NOT (marker = 'journal' AND work_id = 'В22') AND NOT (marker = 'mean' AND work_id = 'В22')
