SELECT t.school_id, t.skill, t.reference, t.n, t.n_reference, t.value, t.reference_value, t.difference, t.lo, t.hi, t.work_difference, t.p, t.q, t.n_tests, t.verdict, t.reason
FROM marts.mart_skill_deficit AS t
