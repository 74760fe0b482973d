-- A figure in a Russian sentence: one decimal, comma, a true minus: −6,0.
(x) AS
replace(replace(format('{:.1f}', round(CAST(x AS DOUBLE), 1) + 0e0), '.', ','), '-', '−')
