-- Points per criterion against the minimum of the rows that are scored. A row that can only take points away does not carry a share
-- of the minimum: a school without 11 grades could not reach it by anything it does.
WITH policy AS (
  SELECT
    p.rule_set,
    max(p.policy_value) FILTER (WHERE p.policy = 'minimum') AS minimum,
    max(p.policy_value) FILTER (WHERE p.policy = 'negative_total') AS negative_total
  FROM core.dim_rule_policy AS p
  GROUP BY p.rule_set
),
printed AS (
  SELECT r.rule_set, r.criterion_no, max(r.criterion_minimum) AS minimum
  FROM core.dim_rule_row AS r
  GROUP BY r.rule_set, r.criterion_no
),
counted AS (
  SELECT
    s.rule_set, s.rule_version, s.municipality_id, s.school_id, s.year, s.criterion_no, s.criterion,
    sum(s.points) AS points,
    sum(s.points_favourable ORDER BY s.row_no) AS points_favourable,
    count(*) AS n_rows,
    count(*) FILTER (WHERE s.status = 'баллы') AS n_scored,
    count(*) FILTER (WHERE s.status = 'справочно') AS n_reference,
    count(*) FILTER (WHERE s.status = 'не применимо') AS n_not_applicable,
    count(*) FILTER (WHERE s.status = 'нет данных') AS n_missing,
    count(*) FILTER (WHERE s.can_add) AS n_adding,
    count(*) FILTER (WHERE s.can_add AND s.status = 'баллы') AS n_adding_scored
  FROM marts.mart_score_sheet AS s
  GROUP BY s.rule_set, s.rule_version, s.municipality_id, s.school_id, s.year, s.criterion_no, s.criterion
),
criterion AS (
  SELECT
    c.*,
    CASE WHEN p.negative_total = 'zero' THEN greatest(0, c.points) ELSE c.points END AS total,
    CASE WHEN p.negative_total = 'zero' THEN greatest(0, c.points_favourable) ELSE c.points_favourable END AS total_favourable,
    r.minimum AS minimum_printed,
    CASE
      WHEN c.n_scored = 0 THEN NULL
      WHEN p.minimum = 'as_printed' THEN r.minimum
      ELSE ceil(r.minimum * c.n_adding_scored / c.n_adding)
    END AS minimum
  FROM counted AS c
  JOIN policy AS p ON p.rule_set = c.rule_set
  JOIN printed AS r ON r.rule_set = c.rule_set AND r.criterion_no = c.criterion_no
)
SELECT
  c.rule_set,
  c.rule_version,
  c.municipality_id,
  c.school_id,
  c.year,
  c.criterion_no,
  c.criterion,
  CAST(c.total AS INTEGER) AS points,
  CAST(c.total_favourable AS DOUBLE) AS points_favourable,
  c.minimum_printed,
  CAST(c.minimum AS INTEGER) AS minimum,
  CAST(c.n_rows AS INTEGER) AS n_rows,
  CAST(c.n_scored AS INTEGER) AS n_scored,
  CAST(c.n_reference AS INTEGER) AS n_reference,
  CAST(c.n_not_applicable AS INTEGER) AS n_not_applicable,
  CAST(c.n_missing AS INTEGER) AS n_missing,
  CAST(c.total AS INTEGER) >= CAST(c.minimum AS INTEGER) AS is_passed
FROM criterion AS c
UNION ALL
SELECT
  c.rule_set,
  c.rule_version,
  c.municipality_id,
  c.school_id,
  c.year,
  0,
  'Всего',
  CAST(sum(c.total) AS INTEGER),
  CAST(sum(c.total_favourable ORDER BY c.criterion_no) AS DOUBLE),
  NULL,
  CAST(sum(c.minimum) AS INTEGER),
  CAST(sum(c.n_rows) AS INTEGER),
  CAST(sum(c.n_scored) AS INTEGER),
  CAST(sum(c.n_reference) AS INTEGER),
  CAST(sum(c.n_not_applicable) AS INTEGER),
  CAST(sum(c.n_missing) AS INTEGER),
  bool_and(CAST(c.total AS INTEGER) >= CAST(c.minimum AS INTEGER))
FROM criterion AS c
GROUP BY c.rule_set, c.rule_version, c.municipality_id, c.school_id, c.year
