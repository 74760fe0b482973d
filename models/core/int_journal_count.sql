-- ВПР mark against journal mark in both views of the schools, over writers who have both (counted in core.int_journal_cell), in whole numbers: shares and
-- intervals are made of them by core.int_journal_result.
WITH counted AS (
  SELECT
    c.scope_no,
    CAST(sum(c.n) AS INTEGER) AS n_both,
    CAST(coalesce(sum(c.n) FILTER (WHERE c.mark < c.journal_mark), 0) AS INTEGER) AS n_lowered,
    CAST(coalesce(sum(c.n) FILTER (WHERE c.mark = c.journal_mark), 0) AS INTEGER) AS n_confirmed,
    CAST(coalesce(sum(c.n) FILTER (WHERE c.mark > c.journal_mark), 0) AS INTEGER) AS n_raised,
    CAST(coalesce(sum(c.n) FILTER (WHERE abs(c.mark - c.journal_mark) >= 2), 0) AS INTEGER) AS n_gap2
  FROM core.int_journal_cell AS c
  GROUP BY c.scope_no
),
-- Objects with a figure of their own: a loaded region in which nobody has both marks has none.
own AS (
  SELECT s.work_id, s.as_of, s.scope, s.scope_id, s.scope_no
  FROM counted AS c
  JOIN core.int_scope AS s ON s.scope_no = c.scope_no
),
figure AS (
  SELECT
    s.work_id, s.year, s.wave, s.grade, s.subject, s.level, s.as_of, s.scope, s.scope_id,
    c.n_both, c.n_lowered, c.n_confirmed, c.n_raised, c.n_gap2,
    CAST(NULL AS DOUBLE) AS printed_lowered_pct,
    CAST(NULL AS DOUBLE) AS printed_confirmed_pct,
    CAST(NULL AS DOUBLE) AS printed_raised_pct,
    'computed' AS source
  FROM counted AS c
  JOIN core.int_scope AS s ON s.scope_no = c.scope_no
  UNION ALL
  -- What we can't count ourselves is taken from the imported table: the country always, the region when it isn't loaded or has no pairs;
  -- a merger across municipalities can leave one view without the region's own figure.
  SELECT
    w.work_id, w.year, w.wave, w.grade, w.subject, w.level, 
    CASE WHEN a.scope_no IS NULL AND b.scope_no IS NULL THEN 'both' WHEN a.scope_no IS NULL THEN 'was' ELSE 'now' END AS as_of,
    o.scope, o.scope_id,
    o.n_total AS n_both,
    o.lowered_n AS n_lowered,
    o.confirmed_n AS n_confirmed,
    o.raised_n AS n_raised,
    NULL AS n_gap2,
    CAST(o.lowered_pct AS DOUBLE) AS printed_lowered_pct,
    CAST(o.confirmed_pct AS DOUBLE) AS printed_confirmed_pct,
    CAST(o.raised_pct AS DOUBLE) AS printed_raised_pct,
    'official' AS source
  FROM core.fct_official_journal AS o
  JOIN core.dim_work AS w ON w.work_id = o.work_id
  LEFT JOIN own AS a ON a.as_of <> 'now' AND a.work_id = o.work_id AND a.scope = o.scope AND a.scope_id = o.scope_id
  LEFT JOIN own AS b ON b.as_of <> 'was' AND b.work_id = o.work_id AND b.scope = o.scope AND b.scope_id = o.scope_id
  WHERE o.scope IN ('country', 'region') AND (a.scope_no IS NULL OR b.scope_no IS NULL)
)
SELECT
  f.work_id,
  f.year,
  f.wave,
  f.grade,
  f.subject,
  f.level,
  f.as_of,
  f.scope,
  f.scope_id,
  CAST(f.n_both AS INTEGER) AS n_both,
  CAST(f.n_lowered AS INTEGER) AS n_lowered,
  CAST(f.n_confirmed AS INTEGER) AS n_confirmed,
  CAST(f.n_raised AS INTEGER) AS n_raised,
  CAST(f.n_gap2 AS INTEGER) AS n_gap2,
  f.printed_lowered_pct,
  f.printed_confirmed_pct,
  f.printed_raised_pct,
  f.source
FROM figure AS f
