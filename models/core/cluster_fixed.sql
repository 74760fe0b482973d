-- Clusters of a year that a person has approved. Of several files that speak of a year the newest counts whole.
WITH placed AS (
  SELECT
    c.file_key, c.sheet_no, c.row_no, c.academic_year, m.school_id, c.cluster, coalesce(c.is_typical, FALSE) AS is_typical, c.stability,
    coalesce(c.rule_version, 'не указана') AS rule_version, c.approved_by, c.approved_on,
    first_value(c.file_key) OVER newest AS best_file
  FROM staging.stg_cluster__fixed AS c
  JOIN staging.stg_sheet AS sh ON sh.file_key = c.file_key AND sh.sheet_no = c.sheet_no
  JOIN ops.source_file AS f ON f.file_key = c.file_key AND f.status = 'loaded'
  JOIN core.map_source_school AS m
    ON m.school_system = c.school_system AND m.school_ref = c.school_ref AND m.year = CAST(left(c.academic_year, 4) AS INTEGER) + 1 AND m.school_id IS NOT NULL
  WINDOW newest AS (PARTITION BY c.academic_year ORDER BY sh.layout_priority DESC, sh.issued_at DESC, f.path DESC, c.file_key DESC)
),
counted AS (
  SELECT p.*
  FROM placed AS p
  WHERE p.file_key = p.best_file
  QUALIFY row_number() OVER (PARTITION BY p.academic_year, p.school_id ORDER BY p.sheet_no, p.row_no) = 1
),
whole AS (
  SELECT c.academic_year, max(c.cluster) AS k, count(DISTINCT c.cluster) AS n_clusters
  FROM counted AS c
  GROUP BY c.academic_year
),
typical AS (
  SELECT c.academic_year, c.cluster, count(*) FILTER (WHERE c.is_typical) AS n_typical
  FROM counted AS c
  GROUP BY c.academic_year, c.cluster
)
SELECT
  c.academic_year, c.school_id, c.cluster, c.is_typical, c.stability, c.rule_version, c.approved_by, c.approved_on,
  CAST(w.k AS INTEGER) AS k, CAST(w.n_clusters AS INTEGER) AS n_clusters, CAST(t.n_typical AS INTEGER) AS n_typical, c.file_key, c.sheet_no, c.row_no
FROM counted AS c
JOIN whole AS w ON w.academic_year = c.academic_year
JOIN typical AS t ON t.academic_year = c.academic_year AND t.cluster = c.cluster
