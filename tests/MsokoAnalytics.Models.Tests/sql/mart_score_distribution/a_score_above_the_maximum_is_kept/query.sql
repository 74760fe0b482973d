SELECT count(*) AS scores, sum(n) AS n, max(score) AS top FROM marts.mart_score_distribution WHERE scope = 'school'
