-- Published lists by school and year: works, number of markers as stated and as counted, in how many years the school is listed.
WITH grouped AS (
  SELECT
    o.list, o.year, o.school_id, o.municipality_id, o.school_id AS listed_school_id,
    string_agg(DISTINCT CAST(o.grade AS VARCHAR) || ' ' || o.subject, ', ' ORDER BY CAST(o.grade AS VARCHAR) || ' ' || o.subject) AS works,
    string_agg(DISTINCT o.marker, '; ' ORDER BY o.marker) AS markers,
    count(*) FILTER (WHERE o.grade IS NOT NULL) AS n_markers_counted,
    max(o.n_markers) AS n_markers_stated,
    any_value(o.document) AS document, any_value(o.document_number) AS document_number, any_value(o.document_date) AS document_date, any_value(o.source_path) AS source_path
  FROM core.official_list AS o
  GROUP BY ALL
),
listed AS (
  SELECT g.list, g.school_id, count(DISTINCT g.year) AS n_years
  FROM grouped AS g
  GROUP BY g.list, g.school_id
)
SELECT
  g.list, g.year, g.school_id, g.municipality_id, g.listed_school_id, g.works, g.markers, CAST(g.n_markers_counted AS INTEGER) AS n_markers_counted, g.n_markers_stated,
  CAST(l.n_years AS INTEGER) AS n_years_listed,
  g.document, g.document_number, g.document_date, g.source_path,
  'официальный перечень, не наш вывод' AS provenance
FROM grouped AS g
JOIN listed AS l ON l.list = g.list AND l.school_id = g.school_id
