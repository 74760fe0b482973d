-- Schools and municipalities as each sheet tells them: the municipality is its code, else the one its name means, else the
-- sheet's, else one of the name's own.
WITH placed AS (
  SELECT
    o.origin,
    o.school_id,
    o.year,
    o.wave,
    o.precedence,
    o.file_key,
    o.sheet_no,
    o.region_code,
    o.login_prefix,
    o.school_name,
    coalesce(
      o.municipality_id,
      CASE WHEN a.match = 'code' THEN a.municipality_id END,
      o.sheet_municipality_id,
      a.municipality_id) AS municipality_id,
    o.municipality_name,
    o.n_rows
  FROM core.int_school_observation AS o
  LEFT JOIN core.map_municipality_alias AS a
    ON a.region_code = o.region_code AND a.municipality_name = o.municipality_name
)
SELECT
  p.origin,
  p.school_id,
  p.year,
  p.wave,
  p.precedence,
  p.file_key,
  p.sheet_no,
  p.region_code,
  p.login_prefix,
  p.school_name,
  p.municipality_id,
  p.municipality_name,
  CAST(sum(p.n_rows) AS INTEGER) AS n_rows
FROM placed AS p
GROUP BY p.origin, p.school_id, p.year, p.wave, p.precedence, p.file_key, p.sheet_no, p.region_code, p.login_prefix,
  p.school_name, p.municipality_id, p.municipality_name
