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
    'Реестр без логинов' AS source, l.system, l.external_id, max(l.school_name) AS school_name, max(l.region_code) AS region_code, max(l.municipality_id) AS municipality_id,
    CAST(NULL AS INTEGER) AS first_year, CAST(NULL AS INTEGER) AS last_year, CAST(count(*) AS INTEGER) AS n_rows
  FROM listed AS l
  GROUP BY l.system, l.external_id
),
gia AS (
  -- Found with the code of the other level and without leading zeros, as the model of the protocols does it.
  SELECT
    'ГИА' AS source, g.system, g.school_code AS external_id, max(CASE WHEN g.is_matched THEN g.school_name END) AS school_name, CAST(NULL AS VARCHAR) AS region_code,
    max(g.municipality_id) AS municipality_id, min(g.year) AS first_year, max(g.year) AS last_year, CAST(sum(g.n_rows) AS INTEGER) AS n_rows,
    CASE WHEN bool_and(g.is_matched) THEN arg_max(g.school_id, g.year) END AS school_id
  FROM core.int_gia_school AS g
  GROUP BY g.system, g.school_code
),
simple AS (
  -- Through the map that the facts themselves join; a code that some year does not know is not matched.
  SELECT
    n.source, n.school_system AS system, n.school_ref AS external_id, max(n.school_name) AS school_name, CAST(NULL AS VARCHAR) AS region_code,
    CAST(NULL AS VARCHAR) AS municipality_id, min(n.year) AS first_year, max(n.year) AS last_year, CAST(sum(n.n_rows) AS INTEGER) AS n_rows,
    CASE WHEN count(*) = count(m.school_id) THEN arg_max(m.school_id, n.year) END AS school_id
  FROM core.int_named_school AS n
  JOIN core.map_source_school AS m ON m.school_system = n.school_system AND m.school_ref = n.school_ref AND m.year = n.year
  GROUP BY n.source, n.school_system, n.school_ref
),
local AS (
  -- Tables of the centre's own by schools. Codes of a system that is none of ours (a foreign table, an own numbering) stand apart:
  -- no registry need hold them.
  SELECT
    CASE WHEN a.code_system IN ('фисоко', 'огэ', 'егэ', 'инн', 'огрн', 'сго') THEN 'Местные таблицы' ELSE 'Местные таблицы, свои коды' END AS source,
    CASE WHEN a.school_code IS NULL THEN 'название' ELSE a.code_system END AS system,
    coalesce(a.school_code, a.school_name) AS external_id,
    max(a.school_name) AS school_name, CAST(NULL AS VARCHAR) AS region_code, CAST(NULL AS VARCHAR) AS municipality_id,
    CAST(min(a.year) AS INTEGER) AS first_year, CAST(max(a.year) AS INTEGER) AS last_year, CAST(count(*) AS INTEGER) AS n_rows,
    CASE WHEN a.code_system = 'фисоко' THEN a.school_code END AS school_id
  FROM core.int_local__aggregate AS a
  JOIN ops.source_file AS f ON f.file_key = a.file_key AND f.status = 'loaded'
  WHERE a.scope = 'school' AND a.row_kind = 'object' AND NOT a.is_total AND coalesce(a.school_code, a.school_name) IS NOT NULL
  GROUP BY a.code_system, a.school_code, coalesce(a.school_code, a.school_name)
),
reference AS (
  -- is_resolved: looked up year by year already.
  SELECT v.source, v.system, v.external_id, v.school_name, v.region_code, v.municipality_id, v.first_year, v.last_year, v.n_rows, CAST(NULL AS VARCHAR) AS school_id, FALSE AS is_resolved FROM vpr AS v
  UNION ALL
  SELECT r.source, r.system, r.external_id, r.school_name, r.region_code, r.municipality_id, r.first_year, r.last_year, r.n_rows, NULL, FALSE FROM registry AS r
  UNION ALL
  SELECT g.source, g.system, g.external_id, g.school_name, g.region_code, g.municipality_id, g.first_year, g.last_year, g.n_rows, g.school_id, TRUE FROM gia AS g
  UNION ALL
  SELECT s.source, s.system, s.external_id, s.school_name, s.region_code, s.municipality_id, s.first_year, s.last_year, s.n_rows, s.school_id, TRUE FROM simple AS s
  UNION ALL
  SELECT
    l.source, l.system, l.external_id, max(l.school_name), max(l.region_code), max(l.municipality_id), min(l.first_year), max(l.last_year), CAST(sum(l.n_rows) AS INTEGER), max(l.school_id), FALSE
  FROM local AS l
  GROUP BY l.source, l.system, l.external_id
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
  CASE WHEN r.is_resolved THEN r.school_id ELSE coalesce(r.school_id, f.school_id) END AS school_id
FROM reference AS r
LEFT JOIN found AS f ON f.source = r.source AND f.system = r.system AND f.external_id = r.external_id
