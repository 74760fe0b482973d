-- One row per exam, person and sitting. A granted appeal's scores replace those of the protocol, which stay beside them.
WITH corrected AS (
  SELECT
    t.*,
    e.scale,
    e.threshold,
    e.max_primary, e.min_3, e.min_4, e.min_5, e.scale_region,
    q.rank AS period_rank,
    q.is_main,
    o.appeal_outcome AS said_outcome,
    coalesce(o.is_applied, FALSE) AS is_appealed,
    CASE WHEN o.is_applied THEN coalesce(o.primary_score, t.primary_score) ELSE t.primary_score END AS primary_final,
    CASE WHEN o.is_applied THEN coalesce(o.test_score, t.test_score) ELSE t.test_score END AS test_final,
    CASE WHEN o.is_applied THEN coalesce(o.mark, t.mark) ELSE t.mark END AS mark_final
  FROM core.int_gia_attempt AS t
  JOIN core.dim_gia_exam AS e ON e.exam_id = t.exam_id
  JOIN core.seed_gia_period AS q ON q.period = t.period
  LEFT JOIN core.int_gia_appeal AS o ON o.exam_id = t.exam_id AND o.person_no = t.person_no AND o.sitting = t.sitting AND o.is_applied
),
judged AS (
  SELECT
    c.*,
    -- Base mathematics has its mark in the column of test scores.
    CAST(CASE WHEN c.scale = 'test100' THEN c.test_final ELSE coalesce(c.mark_final, CASE WHEN c.test_final BETWEEN 2 AND 5 THEN c.test_final END) END AS SMALLINT) AS result,
    CAST(CASE WHEN c.scale = 'test100' THEN c.test_score ELSE coalesce(c.mark, CASE WHEN c.test_score BETWEEN 2 AND 5 THEN c.test_score END) END AS SMALLINT) AS result_before
  FROM corrected AS c
),
side AS (
  SELECT
    j.exam_id, j.person_no, j.sitting, s.mark,
    CASE WHEN bool_and(len(CASE s.part WHEN 'short' THEN j.short_score ELSE j.long_score END) >= s.last_no)
      THEN sum(coalesce(list_sum(list_slice(CASE s.part WHEN 'short' THEN j.short_score ELSE j.long_score END, s.first_no, s.last_no)), 0)) >= max(s.min_sum)
    END AS is_met
  FROM judged AS j
  JOIN core.seed_gia_side_condition AS s
    ON s.procedure = j.procedure AND s.subject = j.subject AND s.year = j.year AND s.region_code IS NOT DISTINCT FROM j.scale_region
  GROUP BY j.exam_id, j.person_no, j.sitting, s.mark, s.condition
),
sided AS (
  SELECT
    s.exam_id, s.person_no, s.sitting,
    bool_and(s.is_met) FILTER (WHERE s.mark = 3) AS met_3,
    bool_and(s.is_met) FILTER (WHERE s.mark = 4) AS met_4,
    bool_and(s.is_met) FILTER (WHERE s.mark = 5) AS met_5,
    bool_or(s.is_met IS NULL) AS is_unknown
  FROM side AS s
  GROUP BY s.exam_id, s.person_no, s.sitting
),
ranked AS (
  SELECT
    j.*,
    j.status = 'present' AND j.result IS NOT NULL AS is_valid,
    CASE
      WHEN j.status <> 'present' OR j.min_3 IS NULL OR j.primary_final IS NULL OR coalesce(d.is_unknown, FALSE) THEN NULL
      WHEN j.primary_final >= j.min_5 AND coalesce(d.met_5, TRUE) THEN 5
      WHEN j.primary_final >= j.min_4 AND coalesce(d.met_4, TRUE) THEN 4
      WHEN j.primary_final >= j.min_3 AND coalesce(d.met_3, TRUE) THEN 3
      ELSE 2
    END AS mark_by_scale
  FROM judged AS j
  LEFT JOIN sided AS d ON d.exam_id = j.exam_id AND d.person_no = j.person_no AND d.sitting = j.sitting
)
SELECT
  CAST(hash(r.exam_id, r.person_no, r.sitting) >> 1 AS BIGINT) AS result_id,
  r.exam_id,
  r.procedure,
  r.year,
  r.subject,
  r.math_level,
  r.grade_level,
  r.person_no,
  r.is_ambiguous,
  CAST(row_number() OVER (PARTITION BY r.exam_id, r.person_no ORDER BY r.period_rank, r.exam_date NULLS FIRST, r.sitting) AS INTEGER) AS attempt_no,
  r.period,
  r.period_source,
  r.is_main,
  r.exam_date,
  r.school_id,
  r.is_matched,
  r.municipality_id,
  r.school_code,
  r.class_label,
  r.ppe_code,
  r.room,
  r.variant,
  r.status,
  r.is_valid,
  r.scale,
  r.primary_final AS primary_score,
  r.result,
  r.primary_score AS primary_before,
  r.result_before,
  r.is_appealed,
  CASE WHEN r.is_appealed THEN CAST(r.primary_final - r.primary_score AS SMALLINT) END AS appeal_primary_change,
  CASE WHEN r.is_appealed THEN CAST(r.result - r.result_before AS SMALLINT) END AS appeal_result_change,
  r.threshold,
  CASE WHEN r.is_valid THEN r.result < r.threshold END AS is_below,
  CAST(r.mark_by_scale AS TINYINT) AS mark_by_scale,
  r.short_score,
  r.long_score,
  r.is_valid AND row_number() OVER (
    PARTITION BY r.exam_id, r.person_no ORDER BY r.is_valid DESC, r.period_rank DESC, r.exam_date DESC NULLS LAST, r.sitting DESC) = 1 AS is_final,
  r.is_valid AND r.is_main AND row_number() OVER (
    PARTITION BY r.exam_id, r.person_no, r.is_main ORDER BY r.is_valid DESC, r.period_rank DESC, r.exam_date DESC NULLS LAST, r.sitting DESC) = 1 AS is_final_main,
  r.file_key,
  r.sheet_no,
  r.row_no
FROM ranked AS r
