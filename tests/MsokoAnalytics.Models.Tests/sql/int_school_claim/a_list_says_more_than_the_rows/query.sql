SELECT origin, count(*) AS schools FROM core.int_school_claim WHERE system = 'фисоко' GROUP BY origin
