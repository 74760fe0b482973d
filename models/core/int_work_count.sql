-- Scores and marks by object, in both views of the schools, in whole numbers: means, shares and intervals are made of them by core.int_work_result.
-- Added up from the finest groups, so every level agrees to the last bit. Whole numbers no wider than they need: sums of wide ones take a third of the time more.
WITH base AS (
  SELECT
    f.group_no,
    CAST(count(*) AS INTEGER) AS n_enrolled,
    CAST(count(*) FILTER (WHERE f.is_writer) AS INTEGER) AS n_writers,
    CAST(count(*) FILTER (WHERE f.attendance = 'absent') AS INTEGER) AS n_absent,
    CAST(sum(CAST(f.primary_score AS INTEGER)) FILTER (WHERE f.is_writer) AS INTEGER) AS sum_score,
    CAST(sum(CAST(f.primary_score AS INTEGER) * CAST(f.primary_score AS INTEGER)) FILTER (WHERE f.is_writer) AS BIGINT) AS sum_square,
    CAST(count(*) FILTER (WHERE f.is_writer AND f.mark = 2) AS INTEGER) AS n2,
    CAST(count(*) FILTER (WHERE f.is_writer AND f.mark = 3) AS INTEGER) AS n3,
    CAST(count(*) FILTER (WHERE f.is_writer AND f.mark = 4) AS INTEGER) AS n4,
    CAST(count(*) FILTER (WHERE f.is_writer AND f.mark = 5) AS INTEGER) AS n5,
    bool_or(f.is_writer AND f.mark_source = 'file') AS has_file,
    bool_or(f.is_writer AND f.mark_source = 'scale') AS has_scale,
    bool_or(f.is_writer AND f.mark_source = 'assumed') AS has_assumed
  FROM core.int_participant_result AS f
  GROUP BY f.group_no
),
scoped AS (
  SELECT
    g.scope_no,
    sum(b.n_enrolled) AS n_enrolled,
    sum(b.n_writers) AS n_writers,
    sum(b.n_absent) AS n_absent,
    sum(b.sum_score) AS sum_score,
    sum(b.sum_square) AS sum_square,
    sum(b.n2) AS n2,
    sum(b.n3) AS n3,
    sum(b.n4) AS n4,
    sum(b.n5) AS n5,
    bool_or(b.has_file) AS has_file,
    bool_or(b.has_scale) AS has_scale,
    bool_or(b.has_assumed) AS has_assumed,
    count(DISTINCT CASE WHEN b.n_writers > 0 THEN CASE WHEN s.as_of = 'now' THEN n.now_school_id ELSE r.school_id END END) AS n_schools
  FROM base AS b
  JOIN core.int_group_scope AS g ON g.group_no = b.group_no
  JOIN core.int_scope AS s ON s.scope_no = g.scope_no
  JOIN core.int_result_group AS r ON r.group_no = b.group_no
  JOIN core.map_school_now AS n ON n.school_id = r.school_id
  GROUP BY g.scope_no
),
figure AS (
  SELECT
    s.work_id, s.year, s.wave, s.grade, s.subject, s.level, s.as_of, s.scope, s.scope_id, s.municipality_id, s.school_id,
    c.n_enrolled,
    c.n_writers,
    c.n_absent,
    c.n_schools,
    c.sum_score,
    c.sum_square,
    s.max_score,
    c.n2,
    c.n3,
    c.n4,
    c.n5,
    CASE
      WHEN c.n2 + c.n3 + c.n4 + c.n5 = 0 THEN NULL
      WHEN CAST(c.has_file AS INTEGER) + CAST(c.has_scale AS INTEGER) + CAST(c.has_assumed AS INTEGER) > 1 THEN 'mixed'
      WHEN c.has_file THEN 'file'
      WHEN c.has_scale THEN 'scale'
      ELSE 'assumed'
    END AS mark_source,
    'computed' AS source
  FROM scoped AS c
  JOIN core.int_scope AS s ON s.scope_no = c.scope_no
  UNION ALL
  -- What we can't count ourselves is taken from the imported Ф3: the country always, the region when it isn't loaded;
  -- a merger across municipalities can leave one view without the region's own figure.
  SELECT
    w.work_id, w.year, w.wave, w.grade, w.subject, w.level, 
    CASE WHEN a.scope_no IS NULL AND b.scope_no IS NULL THEN 'both' WHEN a.scope_no IS NULL THEN 'was' ELSE 'now' END AS as_of,
    o.scope, o.scope_id,
    CAST(NULL AS VARCHAR) AS municipality_id,
    CAST(NULL AS VARCHAR) AS school_id,
    NULL AS n_enrolled,
    o.n_participants AS n_writers,
    NULL AS n_absent,
    o.n_schools,
    NULL AS sum_score,
    NULL AS sum_square,
    w.max_score,
    o.n2,
    o.n3,
    o.n4,
    o.n5,
    'official' AS mark_source,
    'official' AS source
  FROM core.fct_official_marks AS o
  JOIN core.dim_work AS w ON w.work_id = o.work_id
  LEFT JOIN core.int_scope AS a ON a.as_of <> 'now' AND a.work_id = o.work_id AND a.scope = o.scope AND a.scope_id = o.scope_id
  LEFT JOIN core.int_scope AS b ON b.as_of <> 'was' AND b.work_id = o.work_id AND b.scope = o.scope AND b.scope_id = o.scope_id
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
  f.municipality_id,
  f.school_id,
  CAST(f.n_enrolled AS INTEGER) AS n_enrolled,
  CAST(f.n_writers AS INTEGER) AS n_writers,
  CAST(f.n_absent AS INTEGER) AS n_absent,
  CAST(f.n_schools AS INTEGER) AS n_schools,
  CAST(f.sum_score AS BIGINT) AS sum_score,
  CAST(f.sum_square AS BIGINT) AS sum_square,
  f.max_score,
  CAST(f.n2 AS INTEGER) AS n2,
  CAST(f.n3 AS INTEGER) AS n3,
  CAST(f.n4 AS INTEGER) AS n4,
  CAST(f.n5 AS INTEGER) AS n5,
  f.mark_source,
  f.source
FROM figure AS f
