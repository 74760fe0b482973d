-- How many references every source leads to a school. The floor is the setting match_floor (0..1), over all sources together.
WITH floor_setting AS (
  SELECT max(TRY_CAST(s.value AS DOUBLE)) AS match_floor FROM ops.setting AS s WHERE s.name = 'match_floor'
),
counted AS (
  SELECT
    coalesce(r.source, 'все источники') AS source,
    count(*) AS n_references,
    count(r.school_id) AS n_matched,
    sum(r.n_rows) AS n_rows,
    coalesce(sum(r.n_rows) FILTER (WHERE r.school_id IS NOT NULL), 0) AS n_rows_matched
  FROM core.int_school_reference AS r
  GROUP BY GROUPING SETS ((r.source), ())
  HAVING count(*) > 0
)
SELECT
  c.source,
  CAST(c.n_references AS INTEGER) AS n_references,
  CAST(c.n_matched AS INTEGER) AS n_matched,
  CAST(c.n_rows AS BIGINT) AS n_rows,
  CAST(c.n_rows_matched AS BIGINT) AS n_rows_matched,
  100e0 * c.n_matched / c.n_references AS match_pct,
  CASE WHEN c.source = 'все источники' THEN f.match_floor END AS match_floor
FROM counted AS c
CROSS JOIN floor_setting AS f
