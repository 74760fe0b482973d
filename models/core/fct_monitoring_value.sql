-- Monitoring indicators by school or municipality and year; the catalogue is found by the code, else by the name. A value keeps its unit:
-- a percent without numerator and denominator stays a percent and is never added up.
WITH placed AS (
  SELECT
    v.file_key, v.sheet_no, v.row_no, v.year, v.code, v.name, v.unit, v.value, v.numerator, v.denominator, sh.layout_priority, sh.issued_at, f.path,
    CASE WHEN v.school_ref IS NOT NULL THEN 'school' ELSE 'municipality' END AS scope,
    CASE WHEN v.school_ref IS NOT NULL THEN m.school_id ELSE
      coalesce(nullif(replace(regexp_extract(lower(v.municipality), '(?:reg)?([0-9]{2}_m[0-9]{3})', 1), 'reg', ''), ''), sh.municipality_id, a.municipality_id) END AS scope_id
  FROM core.int_ind__value AS v
  JOIN staging.stg_sheet AS sh ON sh.file_key = v.file_key AND sh.sheet_no = v.sheet_no
  JOIN ops.source_file AS f ON f.file_key = v.file_key AND f.status = 'loaded'
  LEFT JOIN core.map_source_school AS m ON m.school_system = v.school_system AND m.school_ref = v.school_ref AND m.year = v.year
  LEFT JOIN (
    SELECT municipality_key(d.municipality_name) AS name_key, min(d.municipality_id) AS municipality_id
    FROM core.dim_municipality AS d GROUP BY 1 HAVING count(*) = 1
  ) AS a ON a.name_key = municipality_key(v.municipality)
),
known AS (
  SELECT
    p.*,
    coalesce(c.code, n.code) AS catalogue_code
  FROM placed AS p
  LEFT JOIN core.seed_monitoring_indicator AS c ON c.code = trim(p.code, ' .')
  LEFT JOIN core.seed_monitoring_indicator AS n ON c.code IS NULL AND lower(n.indicator_name) = lower(p.name)
),
ranked AS (
  SELECT
    k.*,
    coalesce(k.catalogue_code, k.code, k.name) AS indicator,
    row_number() OVER (PARTITION BY coalesce(k.catalogue_code, k.code, k.name), k.scope, k.scope_id, k.year ORDER BY k.layout_priority DESC, k.issued_at DESC, k.path DESC, k.file_key DESC, k.row_no) AS place
  FROM known AS k
  WHERE k.scope_id IS NOT NULL
)
SELECT
  r.indicator, coalesce(r.name, s.indicator_name) AS indicator_name, r.catalogue_code IS NOT NULL AS is_in_catalogue, r.scope, r.scope_id, CAST(r.year AS INTEGER) AS year,
  r.value, coalesce(r.unit, s.unit) AS unit, r.numerator, r.denominator, r.file_key, r.sheet_no, r.row_no
FROM ranked AS r
LEFT JOIN core.seed_monitoring_indicator AS s ON s.code = r.catalogue_code
WHERE r.place = 1
