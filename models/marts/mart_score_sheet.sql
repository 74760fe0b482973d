-- Each row of the table of points for each school and year its rule set is valid for. Bands are read as the policies of the rule
-- set say: changing one of them is a change of data. Points have a favourable end beside them: the best that the interval of the value allows.
WITH policy AS (
  SELECT
    p.rule_set,
    max(p.policy_value) FILTER (WHERE p.policy = 'band_gaps') AS band_gaps,
    max(p.policy_value) FILTER (WHERE p.policy = 'band_overlap') AS band_overlap,
    max(p.policy_value) FILTER (WHERE p.policy = 'achievements') AS achievements
  FROM core.dim_rule_policy AS p
  GROUP BY p.rule_set
),
-- Single skills have no row of points; a school that has them has their totals.
indicator AS (
  SELECT i.indicator, i.education_level, i.scope_id AS school_id, i.year, i.value, i.numerator, i.denominator, i.n, i.lo, i.hi, i.applicable
  FROM marts.mart_indicator AS i
  WHERE i.scope = 'school' AND i.item IS NULL
),
school AS (
  SELECT DISTINCT i.school_id, i.year
  FROM indicator AS i
),
-- Levels of education a school is seen to teach in a year, in whatever source.
taught AS (
  SELECT DISTINCT i.school_id, i.year, i.education_level
  FROM indicator AS i
  WHERE i.denominator > 0
),
line AS (
  SELECT
    s.rule_set, s.rule_version, m.municipality_id, c.school_id, c.year, r.criterion_no, r.criterion, r.row_no, r.row_order, r.row_name,
    r.scoring_text, r.indicator, r.education_level, r.points_per_unit, r.max_points, r.can_add, r.above_top, r.policies,
    p.band_overlap, p.achievements, d.unit,
    i.value, i.numerator, i.denominator, i.n, i.lo, i.hi,
    CASE
      WHEN i.indicator IS NULL AND r.education_level <> 'all' AND t.school_id IS NULL THEN 'не применимо'
      WHEN i.indicator IS NULL THEN 'нет данных'
      WHEN NOT i.applicable THEN 'не применимо'
      WHEN c.year >= r.reference_from THEN 'справочно'
      ELSE 'баллы'
    END AS status,
    CASE p.band_gaps WHEN 'half_open' THEN floor(i.value) WHEN 'round_half_up' THEN floor(i.value + 0.5) ELSE i.value END AS banded,
    CASE p.band_gaps WHEN 'half_open' THEN floor(i.lo) WHEN 'round_half_up' THEN floor(i.lo + 0.5) ELSE i.lo END AS banded_lo,
    CASE p.band_gaps WHEN 'half_open' THEN floor(i.hi) WHEN 'round_half_up' THEN floor(i.hi + 0.5) ELSE i.hi END AS banded_hi
  FROM core.dim_rule_set AS s
  JOIN core.dim_rule_row AS r ON r.rule_set = s.rule_set
  JOIN policy AS p ON p.rule_set = s.rule_set
  JOIN core.dim_indicator AS d ON d.indicator = r.indicator
  JOIN school AS c ON c.year >= s.first_year AND c.year <= coalesce(s.last_year, c.year)
  JOIN core.map_school_year AS m ON m.school_id = c.school_id AND m.year = c.year
  LEFT JOIN indicator AS i ON i.indicator = r.indicator AND i.education_level = r.education_level AND i.school_id = c.school_id AND i.year = c.year
  LEFT JOIN taught AS t ON t.school_id = c.school_id AND t.year = c.year AND t.education_level = r.education_level
  WHERE s.municipalities = '*' OR list_contains(string_split(s.municipalities, ','), m.municipality_id)
),
-- The value itself, and every value of its interval where points can change: the ends and the bounds of bands within.
candidate AS (
  SELECT l.rule_set, l.school_id, l.year, l.row_no, l.band_overlap, l.above_top, TRUE AS is_actual, l.banded AS x FROM line AS l
  UNION ALL
  SELECT l.rule_set, l.school_id, l.year, l.row_no, l.band_overlap, l.above_top, FALSE, unnest([l.banded_lo, l.banded_hi]) FROM line AS l
  UNION ALL
  SELECT e.rule_set, e.school_id, e.year, e.row_no, e.band_overlap, e.above_top, FALSE, e.x
  FROM (
    SELECT l.rule_set, l.school_id, l.year, l.row_no, l.band_overlap, l.above_top, l.banded_lo, l.banded_hi, unnest([b.from_value, b.to_value]) AS x
    FROM line AS l
    JOIN core.dim_rule_band AS b ON b.rule_set = l.rule_set AND b.row_no = l.row_no
  ) AS e
  WHERE e.x BETWEEN e.banded_lo AND e.banded_hi
),
priced AS (
  SELECT
    c.rule_set, c.school_id, c.year, c.row_no, c.is_actual, c.x,
    CASE WHEN c.band_overlap = 'higher' THEN max(b.points) ELSE min(b.points) END AS points
  FROM candidate AS c
  JOIN core.dim_rule_band AS b ON b.rule_set = c.rule_set AND b.row_no = c.row_no
  LEFT JOIN (
    SELECT t.rule_set, t.row_no, max(t.to_value) AS top FROM core.dim_rule_band AS t GROUP BY t.rule_set, t.row_no
  ) AS t ON t.rule_set = c.rule_set AND t.row_no = c.row_no
  WHERE c.x BETWEEN b.from_value AND b.to_value
    OR (c.above_top = 'top_band' AND c.x > t.top AND b.to_value = t.top)
  GROUP BY c.rule_set, c.school_id, c.year, c.row_no, c.is_actual, c.x, c.band_overlap
),
banded AS (
  SELECT
    p.rule_set, p.school_id, p.year, p.row_no,
    max(p.points) FILTER (WHERE p.is_actual) AS points,
    max(p.points) AS favourable
  FROM priced AS p
  GROUP BY p.rule_set, p.school_id, p.year, p.row_no
),
-- Points taken away per person: the persons are a share of the denominator and have its interval. Awards and results of 100 are what was achieved.
counted AS (
  SELECT
    l.*,
    CASE
      WHEN l.points_per_unit < 0 AND l.unit IN ('percent', 'count') AND l.denominator >= l.numerator AND l.denominator > 0
        THEN wilson_lo(l.numerator, l.denominator) / 100 * l.denominator
      ELSE l.numerator
    END AS favourable_count
  FROM line AS l
)
SELECT
  l.rule_set,
  l.rule_version,
  l.municipality_id,
  l.school_id,
  l.year,
  l.criterion_no,
  l.criterion,
  l.row_no,
  l.row_order,
  l.row_name,
  l.scoring_text,
  l.indicator,
  l.education_level,
  l.value,
  l.numerator,
  l.denominator,
  l.n,
  l.lo,
  l.hi,
  l.status,
  CASE WHEN l.status = 'баллы' THEN CAST(
    CASE
      WHEN l.points_per_unit IS NULL THEN coalesce(b.points, 0)
      WHEN l.max_points IS NULL THEN l.points_per_unit * l.numerator
      WHEN l.achievements = 'any_full' THEN CASE WHEN l.numerator > 0 THEN l.max_points ELSE 0 END
      ELSE least(l.max_points, l.points_per_unit * l.numerator)
    END AS INTEGER) END AS points,
  CASE WHEN l.status = 'баллы' THEN CAST(
    CASE
      WHEN l.points_per_unit IS NULL THEN coalesce(b.favourable, 0)
      WHEN l.max_points IS NULL THEN l.points_per_unit * l.favourable_count
      WHEN l.achievements = 'any_full' THEN CASE WHEN l.numerator > 0 THEN l.max_points ELSE 0 END
      ELSE least(l.max_points, l.points_per_unit * l.favourable_count)
    END AS DOUBLE) END AS points_favourable,
  CASE WHEN l.status = 'баллы' AND l.points_per_unit IS NOT NULL AND l.max_points IS NULL AND l.unit IN ('percent', 'count') AND l.denominator > 0
    THEN 100.0 * l.points_per_unit * l.numerator / l.denominator END AS points_per_100,
  l.can_add,
  l.policies
FROM counted AS l
LEFT JOIN banded AS b ON b.rule_set = l.rule_set AND b.school_id = l.school_id AND b.year = l.year AND b.row_no = l.row_no
