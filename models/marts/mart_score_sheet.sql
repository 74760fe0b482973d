-- Each row of the table of points for each school and year its rule set is valid for. Bands are read as the policies of the rule
-- set say: changing one of them is a change of data.
WITH policy AS (
  SELECT
    p.rule_set,
    max(p.policy_value) FILTER (WHERE p.policy = 'band_gaps') AS band_gaps,
    max(p.policy_value) FILTER (WHERE p.policy = 'band_overlap') AS band_overlap,
    max(p.policy_value) FILTER (WHERE p.policy = 'achievements') AS achievements
  FROM core.dim_rule_policy AS p
  GROUP BY p.rule_set
),
school AS (
  SELECT DISTINCT i.scope_id AS school_id, i.year
  FROM marts.mart_indicator AS i
  WHERE i.scope = 'school'
),
-- Levels of education a school is seen to teach in a year, in whatever source.
taught AS (
  SELECT DISTINCT i.scope_id AS school_id, i.year, i.education_level
  FROM marts.mart_indicator AS i
  WHERE i.scope = 'school' AND i.denominator > 0
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
    CASE p.band_gaps
      WHEN 'half_open' THEN floor(i.value)
      WHEN 'round_half_up' THEN floor(i.value + 0.5)
      ELSE i.value
    END AS banded
  FROM core.dim_rule_set AS s
  JOIN core.dim_rule_row AS r ON r.rule_set = s.rule_set
  JOIN policy AS p ON p.rule_set = s.rule_set
  JOIN core.dim_indicator AS d ON d.indicator = r.indicator
  JOIN school AS c ON c.year >= s.first_year AND c.year <= coalesce(s.last_year, c.year)
  JOIN core.map_school_year AS m ON m.school_id = c.school_id AND m.year = c.year
  LEFT JOIN marts.mart_indicator AS i
    ON i.indicator = r.indicator AND i.education_level = r.education_level AND i.scope = 'school' AND i.scope_id = c.school_id AND i.year = c.year
  LEFT JOIN taught AS t ON t.school_id = c.school_id AND t.year = c.year AND t.education_level = r.education_level
  WHERE s.municipalities = '*' OR list_contains(string_split(s.municipalities, ','), m.municipality_id)
),
banded AS (
  SELECT
    l.rule_set, l.school_id, l.year, l.row_no,
    CASE WHEN l.band_overlap = 'higher' THEN max(b.points) ELSE min(b.points) END AS points
  FROM line AS l
  JOIN core.dim_rule_band AS b ON b.rule_set = l.rule_set AND b.row_no = l.row_no
  LEFT JOIN (
    SELECT t.rule_set, t.row_no, max(t.to_value) AS top FROM core.dim_rule_band AS t GROUP BY t.rule_set, t.row_no
  ) AS t ON t.rule_set = l.rule_set AND t.row_no = l.row_no
  WHERE l.banded BETWEEN b.from_value AND b.to_value
    OR (l.above_top = 'top_band' AND l.banded > t.top AND b.to_value = t.top)
  GROUP BY l.rule_set, l.school_id, l.year, l.row_no, l.band_overlap
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
  CASE WHEN l.status = 'баллы' AND l.points_per_unit IS NOT NULL AND l.max_points IS NULL AND l.unit IN ('percent', 'count') AND l.denominator > 0
    THEN 100.0 * l.points_per_unit * l.numerator / l.denominator END AS points_per_100,
  l.can_add,
  l.policies
FROM line AS l
LEFT JOIN banded AS b ON b.rule_set = l.rule_set AND b.school_id = l.school_id AND b.year = l.year AND b.row_no = l.row_no
