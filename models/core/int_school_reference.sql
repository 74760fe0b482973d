-- How every source refers to its schools, and which school the reference leads to: by id only. A source that has codes or names of its own
-- adds a block here, and its references are matched, proposed and counted with all others.
WITH vpr AS (
  SELECT
    'ВПР' AS source,
    CASE WHEN regexp_full_match(p.school_id, '[0-9]{6}') THEN 'фисоко' ELSE 'название' END AS system,
    p.school_id AS external_id,
    max(p.school_name) AS school_name,
    max(p.region_code) AS region_code,
    max(p.municipality_id) AS municipality_id,
    CAST(min(p.year) AS INTEGER) AS first_year,
    CAST(max(p.year) AS INTEGER) AS last_year,
    CAST(sum(p.n_rows) AS INTEGER) AS n_rows
  FROM core.int_school_place AS p
  WHERE p.school_id IS NOT NULL
  GROUP BY p.school_id
),
listed AS (
  -- A list without logins refers by the first code it has.
  SELECT
    CASE WHEN s.oge_id IS NOT NULL THEN 'огэ' WHEN s.ege_id IS NOT NULL THEN 'егэ' WHEN s.sgo_id IS NOT NULL THEN 'сго' WHEN s.inn IS NOT NULL THEN 'инн' ELSE 'огрн' END AS system,
    coalesce(s.oge_id, s.ege_id, s.sgo_id, s.inn, s.ogrn) AS external_id,
    s.school_name,
    s.region_code,
    coalesce(s.municipality_id, a.municipality_id) AS municipality_id
  FROM staging.stg_registry__school AS s
  LEFT JOIN core.map_municipality_alias AS a ON a.region_code = s.region_code AND a.municipality_name = s.municipality_name
  WHERE s.school_id IS NULL
),
registry AS (
  SELECT
    'реестр без логинов' AS source, l.system, l.external_id, max(l.school_name) AS school_name, max(l.region_code) AS region_code, max(l.municipality_id) AS municipality_id,
    CAST(NULL AS INTEGER) AS first_year, CAST(NULL AS INTEGER) AS last_year, CAST(count(*) AS INTEGER) AS n_rows
  FROM listed AS l
  GROUP BY l.system, l.external_id
),
reference AS (
  SELECT v.source, v.system, v.external_id, v.school_name, v.region_code, v.municipality_id, v.first_year, v.last_year, v.n_rows FROM vpr AS v
  UNION ALL
  SELECT r.source, r.system, r.external_id, r.school_name, r.region_code, r.municipality_id, r.first_year, r.last_year, r.n_rows FROM registry AS r
),
found AS (
  SELECT r.source, r.system, r.external_id, min(m.school_id) AS school_id
  FROM reference AS r
  JOIN core.map_school_external AS m
    ON m.system = r.system AND m.external_id = r.external_id
    AND coalesce(r.first_year, m.first_year) <= coalesce(m.last_year, 9999) AND coalesce(r.last_year, m.first_year) >= m.first_year
  GROUP BY r.source, r.system, r.external_id
)
SELECT
  r.source,
  r.system,
  r.external_id,
  r.school_name,
  r.region_code,
  r.municipality_id,
  r.first_year,
  r.last_year,
  r.n_rows,
  f.school_id
FROM reference AS r
LEFT JOIN found AS f ON f.source = r.source AND f.system = r.system AND f.external_id = r.external_id
