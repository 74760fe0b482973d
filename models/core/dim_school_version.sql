-- A school through the years: a new version begins where its name (beyond spelling), municipality or type changes.
WITH data_span AS (
  SELECT CAST(min(p.year) AS INTEGER) AS first_year, CAST(max(p.year) AS INTEGER) AS last_year FROM core.int_school_place AS p
),
listed AS (
  SELECT
    s.school_id, s.school_name, s.school_type, s.settlement_type,
    CAST(year(s.valid_from) + CASE WHEN month(s.valid_from) >= 7 THEN 1 ELSE 0 END AS INTEGER) AS first_year,
    CAST(year(s.valid_to) - CASE WHEN month(s.valid_to) < 6 THEN 1 ELSE 0 END AS INTEGER) AS last_year,
    s.valid_from IS NOT NULL OR s.valid_to IS NOT NULL AS is_dated,
    s.file_key, s.sheet_no, s.row_no
  FROM staging.stg_registry__school AS s
  WHERE s.school_id IS NOT NULL
),
ended AS (
  SELECT r.child_id AS school_id, CAST(min(r.from_year) - 1 AS INTEGER) AS last_year
  FROM core.school_relation AS r
  WHERE r.kind IN ('присоединение', 'преобразование', 'закрытие') OR (r.kind = 'переименование' AND r.parent_id IS NOT NULL)
  GROUP BY r.child_id
),
listed_span AS (
  SELECT
    l.school_id,
    CASE WHEN count(*) = count(l.first_year) THEN min(l.first_year) END AS first_year,
    CASE WHEN count(*) = count(l.last_year) THEN max(l.last_year) END AS last_year
  FROM listed AS l
  GROUP BY l.school_id
),
span AS (
  SELECT
    d.school_id,
    least(d.first_year, coalesce(l.first_year, d.first_year)) AS first_year,
    greatest(d.first_year, coalesce(e.last_year, l.last_year, greatest(d.last_year, (SELECT a.last_year FROM data_span AS a)))) AS last_year,
    coalesce(e.last_year, l.last_year) IS NOT NULL AS is_ended
  FROM core.dim_school AS d
  LEFT JOIN ended AS e ON e.school_id = d.school_id
  LEFT JOIN listed_span AS l ON l.school_id = d.school_id
),
each_year AS (
  SELECT s.school_id, s.is_ended, CAST(unnest(range(s.first_year, s.last_year + 1)) AS INTEGER) AS year
  FROM span AS s
),
candidate AS (
  SELECT y.school_id, y.year, l.school_name, 'реестр' AS name_source, 1 AS rank, 0 AS distance, l.file_key, l.row_no
  FROM each_year AS y
  JOIN listed AS l ON l.school_id = y.school_id AND l.is_dated AND y.year >= coalesce(l.first_year, 0) AND y.year <= coalesce(l.last_year, 9999)
  WHERE l.school_name IS NOT NULL
  UNION ALL
  SELECT y.school_id, y.year, r.new_name, 'изменения', 2, y.year - r.from_year, r.file_key, r.row_no
  FROM each_year AS y
  JOIN core.school_relation AS r ON r.kind = 'переименование' AND r.parent_id IS NULL AND r.child_id = y.school_id AND r.from_year <= y.year
  WHERE r.new_name IS NOT NULL
  UNION ALL
  -- The year's own name, else the last one before it, else the first one after it. Most years have their own: only the others are set against all years.
  SELECT y.school_id, y.year, n.school_name, 'данные', 3, 0, 0, 0
  FROM each_year AS y
  JOIN core.dim_school_name AS n ON n.school_id = y.school_id AND n.year = y.year
  UNION ALL
  SELECT y.school_id, y.year, n.school_name, 'данные', 3, CASE WHEN n.year <= y.year THEN y.year - n.year ELSE 1000 + n.year - y.year END, 0, 0
  FROM (SELECT e.* FROM each_year AS e ANTI JOIN core.dim_school_name AS o ON o.school_id = e.school_id AND o.year = e.year) AS y
  JOIN core.dim_school_name AS n ON n.school_id = y.school_id
  UNION ALL
  SELECT y.school_id, y.year, l.school_name, 'реестр', 4, 0, l.file_key, l.row_no
  FROM each_year AS y
  JOIN listed AS l ON l.school_id = y.school_id AND NOT l.is_dated
  WHERE l.school_name IS NOT NULL
),
named AS (
  SELECT c.school_id, c.year, c.school_name, c.name_source
  FROM candidate AS c
  QUALIFY row_number() OVER (PARTITION BY c.school_id, c.year ORDER BY c.rank, c.distance, c.file_key, c.row_no, c.school_name) = 1
),
typed AS (
  SELECT y.school_id, y.year, l.school_type, l.settlement_type
  FROM each_year AS y
  JOIN listed AS l ON l.school_id = y.school_id AND y.year >= coalesce(l.first_year, 0) AND y.year <= coalesce(l.last_year, 9999)
  WHERE l.school_type IS NOT NULL OR l.settlement_type IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY y.school_id, y.year ORDER BY l.is_dated DESC, l.file_key, l.sheet_no, l.row_no) = 1
),
-- The municipality of the year, else of the nearest one, the later of two.
nearest_place AS (
  SELECT y.school_id, y.year, m.municipality_id
  FROM (SELECT e.* FROM each_year AS e ANTI JOIN core.map_school_year AS o ON o.school_id = e.school_id AND o.year = e.year) AS y
  JOIN core.map_school_year AS m ON m.school_id = y.school_id
  QUALIFY row_number() OVER (PARTITION BY y.school_id, y.year ORDER BY abs(m.year - y.year), m.year DESC) = 1
),
placed AS (
  SELECT m.school_id, m.year, m.municipality_id FROM core.map_school_year AS m
  UNION ALL
  SELECT p.school_id, p.year, p.municipality_id FROM nearest_place AS p
),
described AS (
  SELECT
    y.school_id,
    y.year,
    y.is_ended,
    coalesce(n.school_name, d.school_name) AS school_name,
    coalesce(n.name_source, 'нет') AS name_source,
    coalesce(p.municipality_id, d.municipality_id) AS municipality_id,
    t.school_type,
    t.settlement_type
  FROM each_year AS y
  JOIN core.dim_school AS d ON d.school_id = y.school_id
  LEFT JOIN named AS n ON n.school_id = y.school_id AND n.year = y.year
  LEFT JOIN typed AS t ON t.school_id = y.school_id AND t.year = y.year
  LEFT JOIN placed AS p ON p.school_id = y.school_id AND p.year = y.year
),
-- A school has one name for many years: its key is made once.
name_key AS (
  SELECT n.school_name, coalesce(school_name_key(n.school_name), n.school_name) AS name_key
  FROM (SELECT DISTINCT d.school_name FROM described AS d) AS n
),
keyed AS (
  SELECT d.*, concat_ws('|', k.name_key, d.municipality_id, coalesce(d.school_type, ''), coalesce(d.settlement_type, '')) AS content
  FROM described AS d
  JOIN name_key AS k ON k.school_name IS NOT DISTINCT FROM d.school_name
),
flagged AS (
  SELECT k.*, coalesce(k.content <> lag(k.content) OVER (PARTITION BY k.school_id ORDER BY k.year), TRUE) AS is_new
  FROM keyed AS k
),
numbered AS (
  SELECT f.*, CAST(count(*) FILTER (WHERE f.is_new) OVER (PARTITION BY f.school_id ORDER BY f.year) AS INTEGER) AS version_no
  FROM flagged AS f
),
version AS (
  SELECT
    n.school_id,
    n.version_no,
    min(n.year) AS valid_from_year,
    max(n.year) AS last_year,
    bool_or(n.is_ended) AS is_ended,
    arg_max(n.school_name, n.year) AS school_name,
    arg_max(n.name_source, n.year) AS name_source,
    arg_max(n.municipality_id, n.year) AS municipality_id,
    arg_max(n.school_type, n.year) AS school_type,
    arg_max(n.settlement_type, n.year) AS settlement_type
  FROM numbered AS n
  GROUP BY n.school_id, n.version_no
)
SELECT
  v.school_id,
  v.version_no,
  v.valid_from_year,
  -- The last version of a school that goes on is open.
  CASE WHEN v.is_ended OR v.version_no < max(v.version_no) OVER (PARTITION BY v.school_id) THEN v.last_year END AS valid_to_year,
  v.school_name,
  v.name_source,
  v.municipality_id,
  v.school_type,
  v.settlement_type
FROM version AS v
