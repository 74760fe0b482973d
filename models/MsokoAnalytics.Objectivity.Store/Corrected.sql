-- Results of every work re-weighted by 1 − posterior of the class («с поправкой на признаки необъективности»), in both views of the schools. Pupils of classes
-- without a verdict keep the weight 1. Beside the raw figures, never instead of them. Sums of fractions are made in a fixed order.
INSERT INTO anomaly.corrected_work_result BY NAME
WITH cell AS (
  SELECT
    f.work_id,
    f.group_no,
    count(*) AS n,
    sum(CAST(f.primary_score AS BIGINT)) AS score,
    count(f.mark) AS n_marked,
    count(*) FILTER (WHERE f.mark >= 3) AS pass,
    count(*) FILTER (WHERE f.mark >= 4) AS quality
  FROM core.fct_participant_result AS f
  WHERE f.is_writer
  GROUP BY f.work_id, f.group_no
),
weighted AS (
  SELECT c.*, 1 - coalesce(e.posterior, 0) AS weight, e.posterior IS NULL AS is_unjudged
  FROM cell AS c
  JOIN core.int_result_group AS g ON g.group_no = c.group_no
  JOIN objectivity_work AS o ON o.work_id = c.work_id
  LEFT JOIN anomaly.class_evidence AS e ON e.work_id = c.work_id AND e.school_id = g.school_id AND e.class_label IS NOT DISTINCT FROM g.class_label
),
summed AS (
  SELECT
    m.scope_no,
    CAST(sum(w.n) AS INTEGER) AS n_writers,
    CAST(coalesce(sum(w.n) FILTER (WHERE w.is_unjudged), 0) AS INTEGER) AS n_unjudged,
    sum(w.n * w.weight ORDER BY w.group_no) AS n_effective,
    sum(w.score * w.weight ORDER BY w.group_no) AS score,
    sum(w.n_marked * w.weight ORDER BY w.group_no) AS marked,
    -- Pupils that would give the same interval with weights of 1 (Kish).
    sum(w.n_marked * w.weight ORDER BY w.group_no) ** 2 / nullif(sum(w.n_marked * w.weight * w.weight ORDER BY w.group_no), 0) AS n_interval,
    sum(w.pass * w.weight ORDER BY w.group_no) AS pass,
    sum(w.quality * w.weight ORDER BY w.group_no) AS quality
  FROM weighted AS w
  JOIN core.int_group_scope AS m ON m.group_no = w.group_no
  GROUP BY m.scope_no
),
shared AS (
  SELECT
    s.work_id, s.as_of, s.scope, s.scope_id, u.n_writers, u.n_unjudged, u.n_effective, u.n_interval,
    u.score / nullif(u.n_effective, 0) AS mean_score, u.pass / nullif(u.marked, 0) AS pass, u.quality / nullif(u.marked, 0) AS quality
  FROM summed AS u
  JOIN core.int_scope AS s ON s.scope_no = u.scope_no
  -- All pupils of a class have one weight: its own figures stay as they are.
  WHERE s.scope <> 'class' AND u.n_unjudged < u.n_writers
)
SELECT
  h.work_id,
  h.as_of,
  h.scope,
  h.scope_id,
  h.n_unjudged,
  h.n_effective,
  h.mean_score AS mean_score_corrected,
  100 * h.pass AS pass_pct_corrected,
  100 * objectivity_wilson(h.pass * h.n_interval, h.n_interval, -1.959963984540054) AS pass_corrected_lo,
  100 * objectivity_wilson(h.pass * h.n_interval, h.n_interval, 1.959963984540054) AS pass_corrected_hi,
  100 * h.quality AS quality_pct_corrected,
  100 * objectivity_wilson(h.quality * h.n_interval, h.n_interval, -1.959963984540054) AS quality_corrected_lo,
  100 * objectivity_wilson(h.quality * h.n_interval, h.n_interval, 1.959963984540054) AS quality_corrected_hi,
  $model_version AS correction_version,
  $run_id AS run_id
FROM shared AS h
ORDER BY h.work_id, h.as_of, h.scope, h.scope_id
