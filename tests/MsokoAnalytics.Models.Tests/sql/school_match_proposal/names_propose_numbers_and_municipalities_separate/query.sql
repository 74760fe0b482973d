SELECT external_id, place, school_id, similarity = 1 AS is_equal, why FROM core.school_match_proposal
