SELECT kind, parent_id, child_id, CAST(relation_date AS VARCHAR) AS relation_date, from_year FROM core.school_relation
