-- Imported Ф3 «Статистика по отметкам», one row per work and object. The same country or region row arrives with every
-- download, a corrected one later: the last loaded file wins. Percents are as printed; counts are rebuilt from them.
WITH resolved AS (
  SELECT
    o.work_id,
    o.scope,
    CASE WHEN o.scope = 'municipality'
      THEN coalesce(o.scope_id, a.municipality_id, o.region_code || '_unknown')
      ELSE o.scope_id END AS scope_id,
    o.scope_name,
    o.precedence,
    m.n_schools,
    m.n_participants,
    m.pct2,
    m.pct3,
    m.pct4,
    m.pct5,
    o.file_key,
    o.sheet_no,
    o.row_no
  FROM core.int_official_row AS o
  JOIN staging.stg_vpr__mark_statistics AS m
    ON m.file_key = o.file_key AND m.sheet_no = o.sheet_no AND m.row_no = o.row_no
  LEFT JOIN core.map_municipality_alias AS a
    ON a.region_code = o.region_code AND a.municipality_name = o.municipality_name
  WHERE o.official_kind = 'mark_statistics'
),
newest AS (
  SELECT
    r.work_id, r.scope, r.scope_id, r.scope_name, r.n_schools, r.n_participants, r.pct2, r.pct3, r.pct4, r.pct5,
    r.file_key, r.sheet_no, r.row_no
  FROM resolved AS r
  QUALIFY row_number() OVER (
    PARTITION BY r.work_id, r.scope, r.scope_id
    ORDER BY r.precedence DESC, r.row_no DESC) = 1
),
long AS (
  SELECT n.work_id, n.scope, n.scope_id, n.n_participants AS n, 2 AS mark, n.pct2 AS pct FROM newest AS n
  UNION ALL
  SELECT n.work_id, n.scope, n.scope_id, n.n_participants AS n, 3 AS mark, n.pct3 AS pct FROM newest AS n
  UNION ALL
  SELECT n.work_id, n.scope, n.scope_id, n.n_participants AS n, 4 AS mark, n.pct4 AS pct FROM newest AS n
  UNION ALL
  SELECT n.work_id, n.scope, n.scope_id, n.n_participants AS n, 5 AS mark, n.pct5 AS pct FROM newest AS n
),
total AS (
  SELECT
    l.work_id, l.scope, l.scope_id, CAST(l.n AS BIGINT) AS n, l.mark,
    round(CAST(l.pct AS DOUBLE) * l.n / 100) AS plain,
    sum(round(CAST(l.pct AS DOUBLE) * l.n / 100)) OVER one_object AS plain_sum,
    -- Whole hundredths: sums of fractions depend on their order in the last bit, and the last bit would decide who gets a pupil.
    CAST(l.pct * 100 AS BIGINT) AS part,
    CAST(sum(l.pct * 100) OVER one_object AS BIGINT) AS parts,
    count(l.pct) OVER one_object AS n_pct
  FROM long AS l
  WINDOW one_object AS (PARTITION BY l.work_id, l.scope, l.scope_id)
),
share AS (
  -- Four percents, each rounded to 0.01, add up to 100 ± 0.02; a row further off is not a distribution.
  SELECT
    t.work_id, t.scope, t.scope_id, t.n, t.mark, t.plain, t.plain_sum,
    t.n_pct = 4 AND abs(t.parts - 10000) <= 2 AS is_consistent,
    t.n * t.part // nullif(t.parts, 0) AS whole,
    t.n * t.part % nullif(t.parts, 0) AS rest
  FROM total AS t
),
rebuilt AS (
  -- Where round(p·n/100) doesn't add up to n, the largest remainders take what is left.
  SELECT
    s.work_id, s.scope, s.scope_id, s.mark, s.is_consistent,
    s.plain_sum = s.n AS is_plain,
    CASE
      WHEN NOT s.is_consistent THEN NULL
      WHEN s.plain_sum = s.n THEN s.plain
      ELSE s.whole + CASE WHEN row_number() OVER (
          PARTITION BY s.work_id, s.scope, s.scope_id ORDER BY s.rest DESC, s.mark)
        <= s.n - sum(s.whole) OVER (PARTITION BY s.work_id, s.scope, s.scope_id) THEN 1 ELSE 0 END
    END AS n_mark
  FROM share AS s
),
counts AS (
  SELECT
    b.work_id, b.scope, b.scope_id,
    CAST(max(b.n_mark) FILTER (WHERE b.mark = 2) AS INTEGER) AS n2,
    CAST(max(b.n_mark) FILTER (WHERE b.mark = 3) AS INTEGER) AS n3,
    CAST(max(b.n_mark) FILTER (WHERE b.mark = 4) AS INTEGER) AS n4,
    CAST(max(b.n_mark) FILTER (WHERE b.mark = 5) AS INTEGER) AS n5,
    CASE WHEN NOT bool_and(b.is_consistent) THEN 'нет' WHEN bool_and(b.is_plain) THEN 'точно' ELSE 'по остаткам' END
      AS counts_rebuilt
  FROM rebuilt AS b
  GROUP BY b.work_id, b.scope, b.scope_id
)
SELECT
  n.work_id,
  n.scope,
  n.scope_id,
  n.scope_name,
  n.n_schools,
  n.n_participants,
  n.pct2,
  n.pct3,
  n.pct4,
  n.pct5,
  c.n2,
  c.n3,
  c.n4,
  c.n5,
  c.counts_rebuilt,
  n.file_key,
  n.sheet_no,
  n.row_no
FROM newest AS n
JOIN counts AS c ON c.work_id = n.work_id AND c.scope = n.scope AND c.scope_id = n.scope_id
