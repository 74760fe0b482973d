-- Rows of both official tables with the object they speak about (region and school ids; municipalities without a code keep
-- NULL here and are matched by name where the facts are made).
WITH official AS (
  SELECT 'mark_statistics' AS official_kind, m.file_key, m.sheet_no, m.row_no, m.scope, m.scope_id, m.scope_name
  FROM staging.stg_vpr__mark_statistics AS m
  UNION ALL
  SELECT 'journal_comparison' AS official_kind, j.file_key, j.sheet_no, j.row_no, j.scope, j.scope_id, j.scope_name
  FROM staging.stg_vpr__journal_comparison AS j
),
sheet_object AS (
  -- Files name the region without a code; the codes of its municipalities and schools in the same sheet tell it.
  SELECT
    o.file_key,
    o.sheet_no,
    o.official_kind,
    count(*) FILTER (WHERE o.scope = 'region') AS n_regions,
    count(DISTINCT left(o.scope_id, 2)) FILTER (WHERE o.scope IN ('municipality', 'school')) AS n_region_codes,
    min(left(o.scope_id, 2)) FILTER (WHERE o.scope IN ('municipality', 'school')) AS region_code,
    count(*) FILTER (WHERE o.scope = 'municipality') AS n_municipalities,
    min(o.scope_id) FILTER (WHERE o.scope = 'municipality') AS municipality_id,
    min(o.scope_name) FILTER (WHERE o.scope = 'municipality') AS municipality_name
  FROM official AS o
  GROUP BY o.file_key, o.sheet_no, o.official_kind
)
SELECT
  o.official_kind,
  o.file_key,
  o.sheet_no,
  o.row_no,
  s.work_id,
  s.year,
  s.wave,
  s.precedence,
  o.scope,
  CASE o.scope
    WHEN 'country' THEN 'РФ'
    WHEN 'region' THEN coalesce(
      o.scope_id,
      CASE WHEN b.n_regions = 1 THEN coalesce(CASE WHEN b.n_region_codes = 1 THEN b.region_code END, s.region_code) END,
      'n-' || coalesce(lower(trim(o.scope_name)), 'без названия'))
    WHEN 'school' THEN coalesce(o.scope_id, 'n-' || coalesce(lower(trim(o.scope_name)), 'без названия'))
    ELSE o.scope_id
  END AS scope_id,
  o.scope_name,
  coalesce(
    CASE WHEN o.scope IN ('municipality', 'school') THEN left(o.scope_id, 2) END,
    CASE WHEN b.n_region_codes = 1 THEN b.region_code END,
    s.region_code,
    '00') AS region_code,
  -- The schools below a single municipality row belong to it.
  CASE
    WHEN o.scope = 'municipality' THEN o.scope_id
    WHEN o.scope = 'school' AND b.n_municipalities = 1 THEN coalesce(b.municipality_id, s.municipality_id)
    WHEN o.scope = 'school' THEN s.municipality_id
  END AS municipality_id,
  CASE
    WHEN o.scope = 'municipality' THEN o.scope_name
    WHEN o.scope = 'school' AND b.n_municipalities = 1 THEN b.municipality_name
  END AS municipality_name
FROM official AS o
JOIN core.int_sheet_work AS s ON s.file_key = o.file_key AND s.sheet_no = o.sheet_no
JOIN sheet_object AS b ON b.file_key = o.file_key AND b.sheet_no = o.sheet_no AND b.official_kind = o.official_kind
