-- Our figures against the imported official ones. A difference is a line of the report, never an error.
-- Tolerance of a percent: 0.005 for the rounding to two decimals + 0.01 п.п. Of a rebuilt count: what the rounding of the
-- percent can hide, n·0.005 % (nothing below 10 000 participants). Of a printed count: 0.
-- Where there is no official table of a work, only municipalities are named: our other figures of such works are not looked at.
WITH ours AS (
  SELECT
    r.work_id, r.scope, r.scope_id, r.n_writers, r.n_schools, r.n_marked, r.n2, r.n3, r.n4, r.n5
  FROM marts.mart_work_results AS r
  WHERE r.source = 'computed' AND r.scope <> 'class' AND (r.scope = 'municipality' OR r.work_id IN (SELECT m.work_id FROM core.fct_official_marks AS m))
),
our_journal AS (
  SELECT
    j.work_id, j.scope, j.scope_id, j.n_both, j.n_lowered, j.n_confirmed, j.n_raised,
    j.lowered_pct, j.confirmed_pct, j.raised_pct
  FROM marts.mart_journal_comparison AS j
  WHERE j.source = 'computed' AND j.scope <> 'class' AND (j.scope = 'municipality' OR j.work_id IN (SELECT o.work_id FROM core.fct_official_journal AS o))
),
mark_pair AS (
  SELECT
    coalesce(o.work_id, u.work_id) AS work_id,
    coalesce(o.scope, u.scope) AS scope,
    coalesce(o.scope_id, u.scope_id) AS scope_id,
    o.work_id IS NOT NULL AS has_official,
    u.work_id IS NOT NULL AS has_ours,
    o.file_key,
    floor(0.00005 * o.n_participants + 0.5) AS count_tolerance,
    [
      {'metric': 'n_participants', 'ours': CAST(u.n_writers AS DOUBLE), 'official': CAST(o.n_participants AS DOUBLE), 'kind': 'count'},
      {'metric': 'n_schools', 'ours': CAST(u.n_schools AS DOUBLE), 'official': CAST(o.n_schools AS DOUBLE), 'kind': 'count'},
      {'metric': 'pct2', 'ours': CAST(100.0 AS DOUBLE) * u.n2 / nullif(u.n_marked, 0), 'official': CAST(o.pct2 AS DOUBLE), 'kind': 'pct'},
      {'metric': 'pct3', 'ours': CAST(100.0 AS DOUBLE) * u.n3 / nullif(u.n_marked, 0), 'official': CAST(o.pct3 AS DOUBLE), 'kind': 'pct'},
      {'metric': 'pct4', 'ours': CAST(100.0 AS DOUBLE) * u.n4 / nullif(u.n_marked, 0), 'official': CAST(o.pct4 AS DOUBLE), 'kind': 'pct'},
      {'metric': 'pct5', 'ours': CAST(100.0 AS DOUBLE) * u.n5 / nullif(u.n_marked, 0), 'official': CAST(o.pct5 AS DOUBLE), 'kind': 'pct'},
      {'metric': 'n2', 'ours': CAST(u.n2 AS DOUBLE), 'official': CAST(o.n2 AS DOUBLE), 'kind': 'rebuilt'},
      {'metric': 'n3', 'ours': CAST(u.n3 AS DOUBLE), 'official': CAST(o.n3 AS DOUBLE), 'kind': 'rebuilt'},
      {'metric': 'n4', 'ours': CAST(u.n4 AS DOUBLE), 'official': CAST(o.n4 AS DOUBLE), 'kind': 'rebuilt'},
      {'metric': 'n5', 'ours': CAST(u.n5 AS DOUBLE), 'official': CAST(o.n5 AS DOUBLE), 'kind': 'rebuilt'}
    ] AS figures
  FROM core.fct_official_marks AS o
  FULL JOIN ours AS u ON u.work_id = o.work_id AND u.scope = o.scope AND u.scope_id = o.scope_id
),
journal_pair AS (
  SELECT
    coalesce(o.work_id, u.work_id) AS work_id,
    coalesce(o.scope, u.scope) AS scope,
    coalesce(o.scope_id, u.scope_id) AS scope_id,
    o.work_id IS NOT NULL AS has_official,
    u.work_id IS NOT NULL AS has_ours,
    o.file_key,
    CAST(0 AS DOUBLE) AS count_tolerance,
    [
      {'metric': 'n_both', 'ours': CAST(u.n_both AS DOUBLE), 'official': CAST(o.n_total AS DOUBLE), 'kind': 'count'},
      {'metric': 'n_lowered', 'ours': CAST(u.n_lowered AS DOUBLE), 'official': CAST(o.lowered_n AS DOUBLE), 'kind': 'count'},
      {'metric': 'n_confirmed', 'ours': CAST(u.n_confirmed AS DOUBLE), 'official': CAST(o.confirmed_n AS DOUBLE), 'kind': 'count'},
      {'metric': 'n_raised', 'ours': CAST(u.n_raised AS DOUBLE), 'official': CAST(o.raised_n AS DOUBLE), 'kind': 'count'},
      {'metric': 'lowered_pct', 'ours': u.lowered_pct, 'official': CAST(o.lowered_pct AS DOUBLE), 'kind': 'pct'},
      {'metric': 'confirmed_pct', 'ours': u.confirmed_pct, 'official': CAST(o.confirmed_pct AS DOUBLE), 'kind': 'pct'},
      {'metric': 'raised_pct', 'ours': u.raised_pct, 'official': CAST(o.raised_pct AS DOUBLE), 'kind': 'pct'}
    ] AS figures
  FROM core.fct_official_journal AS o
  FULL JOIN our_journal AS u ON u.work_id = o.work_id AND u.scope = o.scope AND u.scope_id = o.scope_id
),
covered AS (
  -- Works of which an official table was loaded at all: only there a missing object is worth a line per object.
  SELECT 'mark_statistics' AS official_kind, m.work_id FROM core.fct_official_marks AS m GROUP BY m.work_id
  UNION ALL
  SELECT 'journal_comparison' AS official_kind, j.work_id FROM core.fct_official_journal AS j GROUP BY j.work_id
),
figure AS (
  SELECT
    p.work_id, p.scope, p.scope_id, 'mark_statistics' AS official_kind, p.has_official, p.has_ours, p.file_key,
    p.count_tolerance, unnest(p.figures) AS f
  FROM mark_pair AS p
  UNION ALL
  SELECT
    p.work_id, p.scope, p.scope_id, 'journal_comparison' AS official_kind, p.has_official, p.has_ours, p.file_key,
    p.count_tolerance, unnest(p.figures) AS f
  FROM journal_pair AS p
),
judged AS (
  SELECT
    g.work_id,
    g.scope,
    g.scope_id,
    g.official_kind,
    g.f.metric AS metric,
    g.f.ours AS our_value,
    g.f.official AS official_value,
    g.f.ours - g.f.official AS difference,
    CASE g.f.kind WHEN 'pct' THEN 0.015 WHEN 'rebuilt' THEN g.count_tolerance ELSE 0 END AS tolerance,
    g.has_official,
    g.has_ours,
    g.file_key
  FROM figure AS g
  LEFT JOIN covered AS c ON c.work_id = g.work_id AND c.official_kind = g.official_kind
  WHERE CASE
    WHEN g.has_official THEN g.f.official IS NOT NULL
    WHEN c.work_id IS NOT NULL THEN g.f.metric IN ('n_participants', 'n_both')
    ELSE g.scope = 'municipality' AND g.f.metric IN ('n_participants', 'n_both')
  END
)
SELECT
  w.work_id,
  w.year,
  w.wave,
  w.grade,
  w.subject,
  w.level,
  j.scope,
  j.scope_id,
  j.official_kind,
  j.metric,
  j.our_value,
  j.official_value,
  j.difference,
  CAST(j.tolerance AS DOUBLE) AS tolerance,
  CASE
    WHEN NOT j.has_official THEN 'нет официальных'
    WHEN j.our_value IS NULL THEN 'нет наших данных'
    WHEN abs(j.difference) <= j.tolerance + 1e-9 THEN 'совпадает'
    ELSE 'расходится'
  END AS verdict,
  j.file_key
FROM judged AS j
JOIN core.dim_work AS w ON w.work_id = j.work_id
-- Nobody publishes tables of local works: that they are absent is no news.
WHERE w.procedure = 'ВПР' OR j.has_official
