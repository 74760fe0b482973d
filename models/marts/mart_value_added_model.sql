SELECT c.*
FROM core.int_value_added_case AS c
ORDER BY c.transition, c.work_to, c.school_id
