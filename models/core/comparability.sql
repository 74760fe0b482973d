-- Which measures of two works may be set side by side. Every pair of the same grade and subject («parallel»: other pupils, same programme)
-- and of one cohort and subject («cohort»: the same pupils a grade later) has a row per measure; marts of change read only is_comparable.
WITH task AS (
  SELECT t.work_id, string_agg(coalesce(CAST(t.max_score AS VARCHAR), '?'), ' ' ORDER BY t.task_no) AS maxima
  FROM core.dim_task AS t
  GROUP BY t.work_id
),
work AS (
  SELECT
    w.work_id, w.procedure, w.year, w.wave, w.grade, w.actual_grade, w.subject, w.level, w.max_score, w.min_3, w.min_4, w.min_5,
    CAST(left(w.academic_year, 4) AS INTEGER) AS start_year,
    y.work_design,
    t.maxima
  FROM core.dim_work AS w
  JOIN core.dim_academic_year AS y ON y.academic_year = w.academic_year
  LEFT JOIN task AS t ON t.work_id = w.work_id
),
pair AS (
  SELECT
    'parallel' AS kind, a.work_id AS work_from, b.work_id AS work_to, b.start_year - a.start_year AS years_apart,
    row_number() OVER (PARTITION BY b.work_id ORDER BY a.year DESC, a.wave, a.work_id) = 1 AS is_consecutive
  FROM work AS a
  JOIN work AS b
    ON b.procedure = a.procedure AND b.grade = a.grade AND b.subject = a.subject AND b.level = a.level
    AND (a.year < b.year OR (a.year = b.year AND a.wave = 'spring' AND b.wave = 'autumn'))
  UNION ALL
  SELECT
    'cohort', a.work_id, b.work_id, b.start_year - a.start_year,
    row_number() OVER (PARTITION BY b.work_id ORDER BY a.year DESC, a.wave, a.work_id) = 1
  FROM work AS a
  JOIN work AS b
    ON b.procedure = a.procedure AND b.subject = a.subject AND b.level = a.level
    AND b.start_year > a.start_year AND b.actual_grade - a.actual_grade = b.start_year - a.start_year
),
judged AS (
  SELECT
    p.kind, p.work_from, p.work_to, p.years_apart, p.is_consecutive,
    CASE
      WHEN p.kind = 'cohort' THEN 'работы разных классов'
      WHEN a.wave <> b.wave THEN 'разные волны: осенью ту же программу пишут на класс старше'
      WHEN a.work_design <> b.work_design THEN 'работы до и после 2025 года устроены по-разному'
      WHEN a.max_score IS NULL OR b.max_score IS NULL THEN 'максимальный балл неизвестен'
      WHEN a.max_score <> b.max_score THEN 'разный максимальный балл'
      WHEN (a.min_3, a.min_4, a.min_5) IS DISTINCT FROM (b.min_3, b.min_4, b.min_5) THEN 'разные шкалы отметок'
    END AS score_reason,
    CASE WHEN a.maxima IS NULL OR b.maxima IS NULL OR a.maxima <> b.maxima OR contains(a.maxima, '?') THEN 'разный состав заданий' END AS task_reason,
    CASE WHEN a.wave <> b.wave THEN 'разные волны: осенью ту же программу пишут на класс старше' END AS mark_reason,
    CASE
      WHEN p.kind = 'cohort' THEN 'отметки разных классов ставят по разным шкалам'
      WHEN a.work_design <> b.work_design THEN 'работы до и после 2025 года устроены по-разному'
      WHEN (a.min_3, a.min_4, a.min_5) IS DISTINCT FROM (b.min_3, b.min_4, b.min_5) THEN 'шкалы отметок различаются'
    END AS mark_caution,
    a.wave <> b.wave AND p.kind = 'parallel' AS is_other_wave
  FROM pair AS p
  JOIN work AS a ON a.work_id = p.work_from
  JOIN work AS b ON b.work_id = p.work_to
),
measured AS (
  SELECT
    j.kind, j.work_from, j.work_to, j.years_apart, j.is_consecutive,
    unnest([
      {'measure': 'primary_mean', 'reason': j.score_reason, 'caution': CAST(NULL AS VARCHAR)},
      {'measure': 'mean_pct', 'reason': j.score_reason, 'caution': NULL},
      {'measure': 'task_pct', 'reason': coalesce(j.score_reason, j.task_reason), 'caution': NULL},
      {'measure': 'mean_mark', 'reason': j.mark_reason, 'caution': j.mark_caution},
      {'measure': 'pass_pct', 'reason': j.mark_reason, 'caution': j.mark_caution},
      {'measure': 'quality_pct', 'reason': j.mark_reason, 'caution': j.mark_caution},
      {'measure': 'percentile', 'reason': NULL, 'caution': CASE WHEN j.is_other_wave THEN 'разные волны' END},
      {'measure': 'z', 'reason': NULL, 'caution': CASE WHEN j.is_other_wave THEN 'разные волны' END}
    ]) AS m
  FROM judged AS j
)
SELECT
  m.kind,
  m.work_from,
  m.work_to,
  m.m.measure AS measure,
  m.m.reason IS NULL AS is_comparable,
  m.m.reason AS reason,
  CASE WHEN m.m.reason IS NULL THEN m.m.caution END AS caution,
  CAST(m.years_apart AS INTEGER) AS years_apart,
  m.is_consecutive
FROM measured AS m
