-- Imported «Сравнение отметок с отметками по журналу», one row per work and object; the last loaded file wins.
WITH resolved AS (
  SELECT
    o.work_id,
    o.scope,
    CASE WHEN o.scope = 'municipality'
      THEN coalesce(o.scope_id, a.municipality_id, o.region_code || '_unknown')
      ELSE o.scope_id END AS scope_id,
    o.scope_name,
    o.precedence,
    j.n_total,
    j.lowered_pct,
    j.lowered_n,
    j.confirmed_pct,
    j.confirmed_n,
    j.raised_pct,
    j.raised_n,
    o.file_key,
    o.sheet_no,
    o.row_no
  FROM core.int_official_row AS o
  JOIN staging.stg_vpr__journal_comparison AS j
    ON j.file_key = o.file_key AND j.sheet_no = o.sheet_no AND j.row_no = o.row_no
  LEFT JOIN core.map_municipality_alias AS a
    ON a.region_code = o.region_code AND a.municipality_name = o.municipality_name
  WHERE o.official_kind = 'journal_comparison'
)
SELECT
  r.work_id,
  r.scope,
  r.scope_id,
  r.scope_name,
  r.n_total,
  r.lowered_pct,
  r.lowered_n,
  r.confirmed_pct,
  r.confirmed_n,
  r.raised_pct,
  r.raised_n,
  r.file_key,
  r.sheet_no,
  r.row_no
FROM resolved AS r
QUALIFY row_number() OVER (
  PARTITION BY r.work_id, r.scope, r.scope_id
  ORDER BY r.precedence DESC, r.row_no DESC) = 1
