-- Schools of the protocols by their code in РИС ГИА: by the code of the level's own system, else of the other level (РИС often gives a school
-- one code for both); leading zeros do not count. A code that nobody knows stays a school of its own and is listed.
WITH code AS (
  SELECT
    CASE WHEN coalesce(r.grade, CASE WHEN r.procedure = 'ЕГЭ' THEN 11 ELSE 9 END) >= 10 THEN 'егэ' ELSE 'огэ' END AS system,
    r.school_code,
    r.year,
    max(coalesce(r.municipality_id, s.municipality_id)) AS sheet_municipality_id,
    count(*) AS n_rows
  FROM core.int_gia__result AS r
  JOIN staging.stg_sheet AS s ON s.file_key = r.file_key AND s.sheet_no = r.sheet_no
  GROUP BY 1, 2, 3
),
matched AS (
  SELECT
    c.system, c.school_code, c.year, c.sheet_municipality_id, c.n_rows,
    m.school_id,
    CASE WHEN m.school_id IS NULL THEN 'none' WHEN m.system = c.system THEN 'own' ELSE 'other' END AS match
  FROM code AS c
  LEFT JOIN core.map_school_external AS m
    ON m.system IN ('огэ', 'егэ')
    AND ltrim(m.external_id, '0') = ltrim(c.school_code, '0')
    AND c.year >= m.first_year AND c.year <= coalesce(m.last_year, 9999)
  QUALIFY row_number() OVER (
    PARTITION BY c.system, c.school_code, c.year
    ORDER BY CASE WHEN m.system = c.system THEN 0 ELSE 1 END, m.first_year DESC, m.school_id) = 1
)
SELECT
  m.system,
  m.school_code,
  CAST(m.year AS INTEGER) AS year,
  coalesce(m.school_id, m.system || '-' || m.school_code) AS school_id,
  m.match,
  m.match <> 'none' AS is_matched,
  coalesce(
    y.municipality_id,
    d.municipality_id,
    m.sheet_municipality_id,
    CASE WHEN m.school_id IS NOT NULL THEN left(m.school_id, 2) ELSE '00' END || '_unknown') AS municipality_id,
  coalesce(d.school_name, CASE WHEN m.school_id IS NULL THEN 'ОО с кодом ' || m.school_code || ' (не сопоставлена)' ELSE m.school_id END) AS school_name,
  CAST(m.n_rows AS INTEGER) AS n_rows
FROM matched AS m
LEFT JOIN core.map_school_year AS y ON y.school_id = m.school_id AND y.year = m.year
LEFT JOIN core.dim_school AS d ON d.school_id = m.school_id
