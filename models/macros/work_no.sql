-- Number of a work, made of its key: another work changes nothing about it, so the rows of a work can stand while others come and go. 39 bits: two of a
-- thousand works share a number once in a million warehouses, and then the uniqueness of the numbers made of it stops the build.
(work_id) AS
CAST(hash(work_id) >> 25 AS BIGINT)
