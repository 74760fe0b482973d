-- A name and a sentence for every cluster, made of the features that make it different.
WITH part AS (
  SELECT
    v.*,
    -- A value that most schools have anyway names nothing, unless it is the place: urban and rural are always told.
    replace(regexp_replace(format('{:.' || CASE WHEN abs(v.median) >= 100 THEN '0' ELSE '1' END || 'f}', v.median), '\.0$', ''), '.', ',') AS median_text,
    replace(regexp_replace(format('{:.' || CASE WHEN abs(v.all_median) >= 100 THEN '0' ELSE '1' END || 'f}', v.all_median), '\.0$', ''), '.', ',') AS all_median_text,
    CASE WHEN v.word IS NULL THEN NULL WHEN v.kind = 'numeric' THEN abs(v.difference) WHEN v.variable = 'locality' THEN 9 WHEN v.category_pct - v.all_category_pct >= 10 THEN v.category_pct / 1e2 END AS strength
  FROM marts.mart_cluster_variable AS v
),
named AS (
  SELECT p.*, row_number() OVER (PARTITION BY p.academic_year, p.cluster ORDER BY p.strength DESC NULLS LAST, p.variable_order) AS place
  FROM part AS p
),
worded AS (
  SELECT
    n.academic_year, n.cluster,
    string_agg(n.word, '; ' ORDER BY n.variable_order) FILTER (WHERE n.strength IS NOT NULL AND n.place <= 3) AS cluster_name,
    string_agg(
      CASE n.kind
        WHEN 'nominal' THEN n.category || ' — ' || CAST(CAST(round(n.category_pct) AS INTEGER) AS VARCHAR) || ' % (среди всех ' || CAST(CAST(round(n.all_category_pct) AS INTEGER) AS VARCHAR) || ' %)'
        ELSE lower(left(n.caption, 1)) || substr(n.caption, 2) || ' — медиана ' || n.median_text || ' ' || n.unit || ' (у всех ' || n.all_median_text || ')' || coalesce(': ' || n.word, '')
      END, '; ' ORDER BY n.variable_order) AS features
  FROM named AS n
  GROUP BY n.academic_year, n.cluster
),
size AS (
  SELECT
    c.academic_year, c.cluster,
    CAST(count(*) AS INTEGER) AS n_schools,
    max(c.school_id) FILTER (WHERE c.is_medoid) AS medoid_school_id,
    quantile_cont(c.distance, 0.5) AS median_distance,
    max(c.k) AS k,
    max(c.stability) AS stability,
    max(c.rule_version) AS rule_version
  FROM core.int_school_cluster AS c
  WHERE c.cluster IS NOT NULL
  GROUP BY c.academic_year, c.cluster
)
SELECT
  s.academic_year,
  s.cluster,
  coalesce(w.cluster_name, 'без отличительных признаков') AS cluster_name,
  'Кластер ' || s.cluster || ', школ ' || s.n_schools || ': ' || rtrim(w.features, '.') || '.' AS profile_text,
  s.n_schools,
  s.medoid_school_id,
  s.median_distance,
  s.k,
  s.stability,
  s.rule_version
FROM size AS s
JOIN worded AS w ON w.academic_year = s.academic_year AND w.cluster = s.cluster
