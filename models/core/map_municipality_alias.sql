-- Which municipality a written name means inside a region. A name that stands beside a code belongs to that code (and so do
-- its other spellings), unless it stands beside several; a name never seen with a code makes a municipality of its own.
WITH written AS (
  SELECT o.region_code, o.municipality_name, o.municipality_id
  FROM core.int_school_observation AS o
  WHERE o.municipality_name IS NOT NULL
  GROUP BY o.region_code, o.municipality_name, o.municipality_id
),
named AS (
  SELECT w.region_code, w.municipality_name, municipality_key(w.municipality_name) AS municipality_key, w.municipality_id
  FROM written AS w
),
counted AS (
  SELECT
    n.region_code,
    n.municipality_key,
    count(DISTINCT n.municipality_id) AS n_codes,
    min(n.municipality_id) AS municipality_id
  FROM named AS n
  WHERE n.municipality_key IS NOT NULL
  GROUP BY n.region_code, n.municipality_key
)
SELECT
  n.region_code,
  n.municipality_name,
  c.municipality_key,
  CASE WHEN c.n_codes = 1 THEN c.municipality_id
    ELSE c.region_code || '_n-' || replace(c.municipality_key, ' ', '-') END AS municipality_id,
  CASE WHEN c.n_codes = 1 THEN 'code' WHEN c.n_codes = 0 THEN 'name' ELSE 'ambiguous' END AS match
FROM named AS n
JOIN counted AS c ON c.region_code = n.region_code AND c.municipality_key = n.municipality_key
GROUP BY n.region_code, n.municipality_name, c.municipality_key, c.n_codes, c.municipality_id, c.region_code
