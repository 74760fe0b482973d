SELECT t.school_id, t.year, t.reason, t.movement_reason
FROM marts.mart_low_results AS t
WHERE t.rule = 'federal-fioko' AND (t.school_id IN ('000001', '000003') OR (t.school_id = '000005' AND t.year = 2023) OR (t.school_id = '000004' AND t.year > 2022))
