-- Schools with low results (ШНОР) by each rule and year of the list, the rules apart from each other. A school is listed when the figures are low with
-- their interval; low by the figures alone is «пограничная»: of few pupils it may be chance.
WITH rule AS (
  SELECT
    r.rule, r.kind, r.rule_name, r.rule_version, r.rule_status, r.score_rule_set,
    max(p.value) FILTER (WHERE p.parameter = 'years_window') AS years_window,
    max(p.value) FILTER (WHERE p.parameter IN ('procedures_needed', 'years_needed')) AS n_needed,
    max(p.value) FILTER (WHERE p.parameter = 'criteria_needed') AS criteria_needed,
    max(p.value) FILTER (WHERE p.parameter = 'low_share') AS low_share,
    max(p.value) FILTER (WHERE p.parameter = 'interval_required') = 1 AS interval_required,
    coalesce(max(p.value) FILTER (WHERE p.parameter = 'pooled_evidence'), 0) = 1 AS pooled_evidence,
    coalesce(max(p.value) FILTER (WHERE p.parameter = 'latest_required'), 0) = 1 AS latest_required,
    max(p.value) FILTER (WHERE p.parameter = 'exclude_special') = 1 AS exclude_special
  FROM core.seed_low_results_rule AS r
  JOIN core.seed_low_results_parameter AS p ON p.rule = r.rule
  GROUP BY r.rule, r.kind, r.rule_name, r.rule_version, r.rule_status, r.score_rule_set
),
-- The local rule looks at years: a year is low when enough of its criteria are.
low_year AS (
  SELECT
    i.rule, i.school_id, i.year,
    count(*) AS n_criteria,
    count(*) FILTER (WHERE i.is_low) >= least(count(*), max(r.criteria_needed)) AS is_low,
    count(*) FILTER (WHERE i.is_sure) >= least(count(*), max(r.criteria_needed)) AS is_sure,
    string_agg(
      i.item_name || ': ' || ru_number(i.value) || ' при минимуме ' || ru_number(i.threshold) || ', в лучшем случае ' || ru_number(i.hi),
      ', ' ORDER BY i.item_order) FILTER (WHERE i.is_low) AS told
  FROM marts.mart_low_results_item AS i
  JOIN rule AS r ON r.rule = i.rule AND r.kind = 'local'
  GROUP BY i.rule, i.school_id, i.year
),
evidence AS (
  SELECT
    i.rule, i.school_id, i.year, i.year - i.grade AS cohort, i.n, i.n_low, i.is_low, i.is_sure, i.item_order, i.item,
    i.item_name || ': ' || ru_number(i.value) || ' % (' || CAST(i.n_low AS VARCHAR) || ' из ' || CAST(i.n AS VARCHAR) || ', 95 %: '
      || ru_number(i.lo) || '–' || ru_number(i.hi) || ')' AS told
  FROM marts.mart_low_results_item AS i
  JOIN rule AS r ON r.rule = i.rule AND r.kind = 'federal'
  UNION ALL
  SELECT y.rule, y.school_id, y.year, NULL, NULL, NULL, y.is_low, y.is_sure, 1, '', CAST(y.year AS VARCHAR) || ' год (' || y.told || ')'
  FROM low_year AS y
),
list AS (
  SELECT DISTINCT i.rule, i.municipality_id, i.year
  FROM marts.mart_low_results_item AS i
),
-- Schools of the list's year, and those of the year before that are gone.
member AS (
  SELECT l.rule, l.year, m.municipality_id, m.school_id, TRUE AS is_present
  FROM list AS l
  JOIN core.map_school_year AS m ON m.municipality_id = l.municipality_id AND m.year = l.year
  UNION ALL
  SELECT l.rule, l.year, m.municipality_id, m.school_id, FALSE
  FROM list AS l
  JOIN core.map_school_year AS m ON m.municipality_id = l.municipality_id AND m.year = l.year - 1
  WHERE NOT EXISTS (SELECT 1 FROM core.map_school_year AS n WHERE n.school_id = m.school_id AND n.year = l.year)
),
eligible AS (
  SELECT
    m.*, r.kind, r.rule_name, r.rule_version, r.rule_status, r.years_window, r.n_needed, r.low_share, r.interval_required, r.pooled_evidence, r.latest_required
  FROM member AS m
  JOIN rule AS r ON r.rule = m.rule
  JOIN core.dim_school AS d ON d.school_id = m.school_id
  WHERE NOT (d.is_special AND r.exclude_special)
),
base AS (
  SELECT e.rule, e.school_id, e.year, v.year AS item_year, v.cohort, v.n, v.n_low, v.is_low, v.is_sure, v.item_order, v.item, v.told
  FROM eligible AS e
  JOIN evidence AS v ON v.rule = e.rule AND v.school_id = e.school_id AND v.year BETWEEN e.year - e.years_window + 1 AND e.year
  WHERE e.is_present
),
counted AS (
  SELECT
    b.rule, b.school_id, b.year,
    count(*) AS n_items,
    count(*) FILTER (WHERE b.is_low) AS n_low,
    count(*) FILTER (WHERE b.is_sure) AS n_sure,
    coalesce(bool_or(b.is_low) FILTER (WHERE b.item_year = b.year), FALSE) AS is_low_now,
    coalesce(bool_or(b.is_sure) FILTER (WHERE b.item_year = b.year), FALSE) AS is_sure_now,
    min(b.item_year) AS first_year,
    max(b.item_year) AS last_year,
    sum(b.n) AS sum_n,
    sum(b.n_low) AS sum_low,
    string_agg(b.told, '; ' ORDER BY b.item_year, b.item_order, b.item) FILTER (WHERE b.is_low) AS told
  FROM base AS b
  GROUP BY b.rule, b.school_id, b.year
),
-- Pupils that are certain: of each cohort (year − grade) the largest procedure. The fifth grade of one year is the sixth of the next.
pupils AS (
  SELECT c.rule, c.school_id, c.year, sum(c.n) AS n
  FROM (
    SELECT b.rule, b.school_id, b.year, b.cohort, max(b.n) AS n
    FROM base AS b
    WHERE b.cohort IS NOT NULL
    GROUP BY b.rule, b.school_id, b.year, b.cohort
  ) AS c
  GROUP BY c.rule, c.school_id, c.year
),
pooled AS (
  SELECT
    e.*,
    coalesce(c.n_items, 0) AS n_items, coalesce(c.n_low, 0) AS n_low, coalesce(c.n_sure, 0) AS n_sure,
    coalesce(c.is_low_now, FALSE) AS is_low_now, coalesce(c.is_sure_now, FALSE) AS is_sure_now,
    c.first_year, c.last_year, c.told,
    p.n AS pooled_n,
    100.0 * c.sum_low / c.sum_n AS pooled_pct,
    wilson_lo(CAST(c.sum_low AS DOUBLE) * p.n / c.sum_n, p.n) AS pooled_lo,
    wilson_hi(CAST(c.sum_low AS DOUBLE) * p.n / c.sum_n, p.n) AS pooled_hi
  FROM eligible AS e
  LEFT JOIN counted AS c ON c.rule = e.rule AND c.school_id = e.school_id AND c.year = e.year
  LEFT JOIN pupils AS p ON p.rule = e.rule AND p.school_id = e.school_id AND p.year = e.year
),
judged AS (
  SELECT
    p.*,
    p.n_low >= p.n_needed AND (p.is_low_now OR NOT p.latest_required) AS is_low,
    p.n_sure >= p.n_needed AND (p.is_sure_now OR NOT p.latest_required) AS is_sure,
    p.pooled_evidence AND p.n_low >= p.n_needed AND p.pooled_lo >= p.low_share AS is_sure_pooled
  FROM pooled AS p
),
settled AS (
  SELECT
    j.*,
    CASE
      WHEN NOT j.is_present OR j.n_items < j.n_needed THEN 'нет данных'
      WHEN j.is_sure OR coalesce(j.is_sure_pooled, FALSE) OR (j.is_low AND NOT j.interval_required) THEN 'в списке'
      WHEN j.is_low THEN 'пограничная'
      ELSE 'вне списка'
    END AS status
  FROM judged AS j
),
-- Whether there was a list the year before at all.
list_before AS (
  SELECT s.rule, s.municipality_id, s.year
  FROM settled AS s
  WHERE s.status <> 'нет данных'
  GROUP BY s.rule, s.municipality_id, s.year
),
-- The windows see only what they need: all other columns would be sorted with it, twice.
numbered AS (
  SELECT
    s.rule, s.school_id, s.year, s.status = 'в списке' AS is_listed, s.status, s.n_low, s.n_sure, row_number() OVER (PARTITION BY s.rule, s.school_id ORDER BY s.year) AS list_no
  FROM settled AS s
),
counted_list AS (
  SELECT
    n.rule, n.school_id, n.year, n.is_listed,
    n.list_no - coalesce(max(CASE WHEN NOT n.is_listed THEN n.list_no END) OVER (
      PARTITION BY n.rule, n.school_id ORDER BY n.year ROWS UNBOUNDED PRECEDING), 0) AS n_years_listed
  FROM numbered AS n
),
run AS (
  SELECT
    s.*, c.is_listed, c.n_years_listed,
    b.year IS NOT NULL AS has_before,
    coalesce(w.is_listed, FALSE) AS was_on_it,
    w.status AS status_before, w.n_low AS n_low_before, w.n_sure AS n_sure_before
  FROM settled AS s
  JOIN counted_list AS c ON c.rule = s.rule AND c.school_id = s.school_id AND c.year = s.year
  LEFT JOIN list_before AS b ON b.rule = s.rule AND b.municipality_id = s.municipality_id AND b.year = s.year - 1
  LEFT JOIN numbered AS w ON w.rule = s.rule AND w.school_id = s.school_id AND w.year = s.year - 1
),
moved AS (
  SELECT
    r.*,
    CASE
      WHEN r.is_listed AND NOT r.has_before THEN 'первый список'
      WHEN r.is_listed AND r.was_on_it THEN 'осталась'
      WHEN r.is_listed THEN 'вошла'
      WHEN r.was_on_it THEN 'вышла'
      ELSE 'вне списка'
    END AS movement,
    CASE r.kind WHEN 'federal' THEN 'низких процедур' ELSE 'лет ниже минимума' END AS counted_word
  FROM run AS r
),
official AS (
  SELECT o.year, o.municipality_id, o.school_id, any_value(o.document) AS document, any_value(o.markers) AS markers
  FROM marts.mart_official_list AS o
  WHERE o.list = 'low_results'
  GROUP BY o.year, o.municipality_id, o.school_id
),
official_year AS (
  SELECT DISTINCT o.year, o.municipality_id FROM official AS o
)
SELECT
  m.rule,
  m.rule_name,
  m.rule_version,
  m.rule_status,
  m.municipality_id,
  m.school_id,
  CAST(m.year AS INTEGER) AS year,
  CASE WHEN m.first_year IS NOT NULL THEN
    CAST(m.first_year AS VARCHAR) || CASE WHEN m.last_year > m.first_year THEN '–' || CAST(m.last_year AS VARCHAR) ELSE '' END END AS base_years,
  CAST(m.n_items AS INTEGER) AS n_items,
  CAST(m.n_low AS INTEGER) AS n_low,
  CAST(m.n_sure AS INTEGER) AS n_sure,
  CAST(m.n_needed AS INTEGER) AS n_needed,
  CAST(m.pooled_n AS INTEGER) AS pooled_n,
  CAST(m.pooled_pct AS DOUBLE) AS pooled_pct,
  m.pooled_lo,
  m.pooled_hi,
  m.status,
  m.is_listed,
  CASE WHEN m.has_before THEN m.was_on_it END AS was_listed,
  m.movement,
  CAST(m.n_years_listed AS INTEGER) AS n_years_listed,
  CASE
    WHEN NOT m.is_present THEN 'В ' || CAST(m.year AS VARCHAR) || ' году школы нет в данных'
      || CASE WHEN n.now_school_id <> m.school_id THEN ': вошла в школу «' || d.school_name || '»' ELSE '' END || '.'
    WHEN m.n_items < m.n_needed THEN 'Оценено ' || CASE m.kind WHEN 'federal' THEN 'процедур: ' ELSE 'лет: ' END || CAST(m.n_items AS VARCHAR)
      || ', нужно ' || CAST(CAST(m.n_needed AS INTEGER) AS VARCHAR) || '.'
    WHEN m.kind = 'federal' THEN
      'Низких результатов не менее ' || CAST(CAST(m.low_share AS INTEGER) AS VARCHAR) || ' %: процедур ' || CAST(m.n_low AS VARCHAR) || ' из ' || CAST(m.n_items AS VARCHAR)
      || ', с учётом интервала ' || CAST(m.n_sure AS VARCHAR) || ' (нужно ' || CAST(CAST(m.n_needed AS INTEGER) AS VARCHAR) || ')'
      || CASE WHEN m.is_listed AND NOT m.is_sure AND m.is_sure_pooled
        THEN '; общая доля ' || ru_number(m.pooled_pct) || ' % (95 %: ' || ru_number(m.pooled_lo) || '–' || ru_number(m.pooled_hi) || ') подтверждает' ELSE '' END
      || CASE WHEN m.status = 'пограничная' THEN '; при таком числе учеников это может быть случайностью' ELSE '' END
      || coalesce('. ' || m.told, '') || '.'
    ELSE
      'Ниже минимума: лет ' || CAST(m.n_low AS VARCHAR) || ' из ' || CAST(m.n_items AS VARCHAR) || ', с учётом интервала ' || CAST(m.n_sure AS VARCHAR)
      || ' (нужно ' || CAST(CAST(m.n_needed AS INTEGER) AS VARCHAR) || ')'
      || CASE
        WHEN m.n_low >= m.n_needed AND m.latest_required AND NOT m.is_low_now THEN '; сам ' || CAST(m.year AS VARCHAR) || ' год не ниже минимума'
        WHEN m.status = 'пограничная' THEN '; при таком числе учеников это может быть случайностью'
        ELSE '' END
      || coalesce('. ' || m.told, '') || '.'
  END AS reason,
  CASE m.movement
    WHEN 'вне списка' THEN NULL
    WHEN 'первый список' THEN 'Сравнить не с чем: списка за ' || CAST(m.year - 1 AS VARCHAR) || ' год нет.'
    WHEN 'вошла' THEN
      CASE
        WHEN m.status_before IS NULL THEN 'Год назад школы не было в данных.'
        WHEN m.status_before = 'нет данных' THEN 'Год назад данных для вывода не хватало.'
        ELSE 'Год назад — «' || m.status_before || '»: ' || m.counted_word || ' ' || CAST(m.n_low_before AS VARCHAR) || ' (с учётом интервала '
          || CAST(m.n_sure_before AS VARCHAR) || '), теперь ' || CAST(m.n_low AS VARCHAR) || ' (' || CAST(m.n_sure AS VARCHAR) || ').' END
    WHEN 'осталась' THEN
      'Списков подряд: ' || CAST(m.n_years_listed AS VARCHAR) || '; ' || m.counted_word || ' было ' || CAST(m.n_low_before AS VARCHAR) || ', теперь ' || CAST(m.n_low AS VARCHAR) || '.'
    ELSE
      CASE
        WHEN NOT m.is_present THEN 'Школы больше нет в данных: это не улучшение результатов.'
        WHEN m.status = 'нет данных' THEN 'Данных для вывода не хватает: это не улучшение результатов.'
        ELSE 'Было: ' || m.counted_word || ' ' || CAST(m.n_low_before AS VARCHAR) || ' (с учётом интервала ' || CAST(m.n_sure_before AS VARCHAR) || '), теперь '
          || CAST(m.n_low AS VARCHAR) || ' (' || CAST(m.n_sure AS VARCHAR) || ')'
          || CASE WHEN m.status = 'пограничная' THEN '; остаётся пограничной' ELSE '' END || '.' END
  END AS movement_reason,
  CASE WHEN y.year IS NOT NULL THEN o.school_id IS NOT NULL END AS is_officially_listed,
  o.document AS official_document,
  o.markers AS official_reason
FROM moved AS m
LEFT JOIN core.map_school_now AS n ON n.school_id = m.school_id
LEFT JOIN core.dim_school AS d ON d.school_id = n.now_school_id
LEFT JOIN official AS o ON o.year = m.year AND o.municipality_id = m.municipality_id AND o.school_id = m.school_id
LEFT JOIN official_year AS y ON y.year = m.year AND y.municipality_id = m.municipality_id
WHERE m.is_present OR m.was_on_it
