-- Results of every work re-weighted by 1 − posterior of the class («с поправкой на признаки необъективности»). Pupils of classes without a
-- verdict keep the weight 1. Beside the raw figures, never instead of them. Sums of fractions are made in a fixed order.
CREATE OR REPLACE TABLE anomaly.corrected_results AS
WITH cell AS (
  SELECT
    f.work_id,
    f.group_no,
    count(*) AS n,
    sum(CAST(f.primary_score AS BIGINT)) AS score,
    count(f.mark) AS n_marked,
    sum(CAST(f.mark AS BIGINT)) AS mark,
    count(*) FILTER (WHERE f.mark >= 3) AS success,
    count(*) FILTER (WHERE f.mark >= 4) AS quality
  FROM core.fct_participant_result AS f
  WHERE f.is_writer
  GROUP BY f.work_id, f.group_no
),
weighted AS (
  SELECT c.*, g.region_code, g.municipality_id, g.school_id, 1 - coalesce(e.posterior, 0) AS weight, e.posterior IS NULL AS is_unjudged
  FROM cell AS c
  JOIN core.int_result_group AS g ON g.group_no = c.group_no
  JOIN objectivity_work AS o ON o.work_id = c.work_id
  LEFT JOIN anomaly.class_evidence AS e ON e.work_id = c.work_id AND e.school_id = g.school_id AND e.class_label IS NOT DISTINCT FROM g.class_label
),
scoped AS (
  SELECT 'школа' AS scope, w.school_id AS unit_id, w.* FROM weighted AS w
  UNION ALL
  SELECT 'муниципалитет', w.municipality_id, w.* FROM weighted AS w
  UNION ALL
  SELECT 'регион', w.region_code, w.* FROM weighted AS w
),
summed AS (
  SELECT
    s.scope, s.work_id, s.unit_id,
    CAST(sum(s.n) AS INTEGER) AS n_writers,
    CAST(sum(s.n) FILTER (WHERE s.is_unjudged) AS INTEGER) AS n_unjudged,
    sum(s.n * s.weight ORDER BY s.group_no) AS n_effective,
    sum(s.n_marked * s.weight ORDER BY s.group_no) AS marked_effective,
    sum(s.score) AS score, sum(s.score * s.weight ORDER BY s.group_no) AS score_corrected,
    sum(s.n_marked) AS n_marked,
    sum(s.mark) AS mark, sum(s.mark * s.weight ORDER BY s.group_no) AS mark_corrected,
    sum(s.success) AS success, sum(s.success * s.weight ORDER BY s.group_no) AS success_corrected,
    sum(s.quality) AS quality, sum(s.quality * s.weight ORDER BY s.group_no) AS quality_corrected
  FROM scoped AS s
  GROUP BY s.scope, s.work_id, s.unit_id
)
SELECT
  u.scope,
  u.work_id,
  u.unit_id,
  u.n_writers,
  coalesce(u.n_unjudged, 0) AS n_unjudged,
  u.n_effective,
  u.score / u.n_writers AS mean_score,
  u.score_corrected / nullif(u.n_effective, 0) AS mean_score_corrected,
  u.mark / nullif(u.n_marked, 0) AS mean_mark,
  u.mark_corrected / nullif(u.marked_effective, 0) AS mean_mark_corrected,
  u.success / nullif(u.n_marked, 0) AS share_success,
  u.success_corrected / nullif(u.marked_effective, 0) AS share_success_corrected,
  u.quality / nullif(u.n_marked, 0) AS share_quality,
  u.quality_corrected / nullif(u.marked_effective, 0) AS share_quality_corrected,
  $model_version AS model_version,
  $run_id AS run_id
FROM summed AS u
ORDER BY u.scope, u.work_id, u.unit_id
