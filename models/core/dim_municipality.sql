-- Municipalities that any school or official row belongs to; the name is the newest written one.
WITH member AS (
  SELECT m.municipality_id FROM core.map_school_year AS m
  UNION
  SELECT p.municipality_id FROM core.int_school_place AS p WHERE p.municipality_id IS NOT NULL
  UNION
  -- Schools that only the registry knows have to belong somewhere.
  SELECT coalesce(max(s.municipality_id), left(s.school_id, 2) || '_unknown')
  FROM staging.stg_registry__school AS s
  ANTI JOIN core.int_school_place AS p ON p.school_id = s.school_id
  WHERE s.school_id IS NOT NULL
  GROUP BY s.school_id
),
named AS (
  SELECT
    p.municipality_id,
    nullif(trim(regexp_replace(replace(p.municipality_name, chr(160), ' '), '\s*\(reg[0-9]{2}_m[0-9]+\)\s*$', '')), '')
      AS municipality_name,
    max(p.year) AS year,
    max(p.precedence) AS precedence,
    sum(p.n_rows) AS n_rows
  FROM core.int_school_place AS p
  WHERE p.municipality_id IS NOT NULL AND p.municipality_name IS NOT NULL
  GROUP BY p.municipality_id, 2
  UNION ALL
  SELECT s.municipality_id, s.municipality_name, 0, 0, count(*)
  FROM staging.stg_registry__school AS s
  WHERE s.municipality_id IS NOT NULL AND s.municipality_name IS NOT NULL
  GROUP BY s.municipality_id, s.municipality_name
),
newest AS (
  SELECT n.municipality_id, n.municipality_name
  FROM named AS n
  WHERE n.municipality_name IS NOT NULL
  QUALIFY row_number() OVER (
    PARTITION BY n.municipality_id ORDER BY n.year DESC, n.precedence DESC, n.n_rows DESC, n.municipality_name) = 1
)
SELECT
  m.municipality_id,
  split_part(m.municipality_id, '_', 1) AS region_code,
  coalesce(
    n.municipality_name,
    CASE WHEN m.municipality_id LIKE '%\_unknown' ESCAPE '\' THEN 'Муниципалитет не указан' ELSE m.municipality_id END)
    AS municipality_name
FROM member AS m
LEFT JOIN newest AS n ON n.municipality_id = m.municipality_id
