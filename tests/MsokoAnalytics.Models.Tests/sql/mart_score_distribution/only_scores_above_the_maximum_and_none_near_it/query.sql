SELECT scope, right(scope_id, 1) AS label, score, n FROM marts.mart_score_distribution WHERE scope IN ('school', 'class')
