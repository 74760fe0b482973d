SELECT scope, score, n FROM marts.mart_score_distribution WHERE scope = 'school'
