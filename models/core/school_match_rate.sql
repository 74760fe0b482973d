-- How many of its references to schools every source leads to a school. Every source has a floor: its own (setting match_floors), else that
-- of all (match_floor), 0..1. Below it the run stops, and the verdict says which source, how far, and which schools.
WITH floor_setting AS (
  SELECT s.name, TRY_CAST(s.value AS DOUBLE) AS value FROM ops.setting AS s WHERE s.name = 'match_floor' OR starts_with(s.name, 'match_floor:')
),
counted AS (
  SELECT
    coalesce(r.source, 'все источники') AS source,
    grouping(r.source) = 1 AS is_all,
    count(*) AS n_references,
    count(r.school_id) AS n_matched,
    sum(r.n_rows) AS n_rows,
    coalesce(sum(r.n_rows) FILTER (WHERE r.school_id IS NOT NULL), 0) AS n_rows_matched
  FROM core.int_school_reference AS r
  GROUP BY GROUPING SETS ((r.source), ())
  HAVING count(*) > 0
),
lost AS (
  SELECT
    r.source,
    r.system || ' «' || r.external_id || '»' || coalesce(CASE WHEN r.school_name <> r.external_id THEN ' (' || r.school_name || ')' END, '') AS label,
    row_number() OVER (PARTITION BY r.source ORDER BY r.n_rows DESC, r.system, r.external_id) AS place
  FROM core.int_school_reference AS r
  WHERE r.school_id IS NULL
),
named AS (
  SELECT l.source, string_agg(l.label, ', ' ORDER BY l.place) FILTER (WHERE l.place <= 10) || CASE WHEN count(*) > 10 THEN ' и ещё ' || CAST(count(*) - 10 AS VARCHAR) ELSE '' END AS unmatched
  FROM lost AS l
  GROUP BY l.source
),
judged AS (
  SELECT
    c.*,
    100e0 * c.n_matched / c.n_references AS match_pct,
    CASE WHEN NOT c.is_all THEN coalesce(o.value, g.value) END AS match_floor
  FROM counted AS c
  LEFT JOIN floor_setting AS g ON g.name = 'match_floor'
  LEFT JOIN floor_setting AS o ON o.name = 'match_floor:' || c.source
)
SELECT
  j.source,
  CAST(j.n_references AS INTEGER) AS n_references,
  CAST(j.n_matched AS INTEGER) AS n_matched,
  CAST(j.n_rows AS BIGINT) AS n_rows,
  CAST(j.n_rows_matched AS BIGINT) AS n_rows_matched,
  j.match_pct,
  j.match_floor,
  j.source || ': опознано школ ' || CAST(j.n_matched AS VARCHAR) || ' из ' || CAST(j.n_references AS VARCHAR) || ' (' || replace(printf('%.1f', j.match_pct), '.', ',') || ' %)'
    || CASE WHEN j.match_floor IS NOT NULL THEN ', порог ' || replace(printf('%.1f', 100 * j.match_floor), '.', ',') || ' %' ELSE '' END
    || CASE WHEN n.unmatched IS NOT NULL THEN '; не опознаны: ' || n.unmatched ELSE '' END AS verdict
FROM judged AS j
LEFT JOIN named AS n ON n.source = j.source
