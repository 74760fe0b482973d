SELECT scope, scope_id, score, n FROM marts.mart_score_distribution WHERE scope = 'school'
