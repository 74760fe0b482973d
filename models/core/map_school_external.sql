-- Codes of other systems by which sources find their schools; join by system, external_id and the year between first_year and last_year.
SELECT c.system, c.external_id, c.school_id, c.first_year, c.last_year
FROM core.int_school_claim AS c
WHERE c.state = 'действует'
