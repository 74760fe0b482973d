-- Every way in which journals, olympiads, lists and other simple tables name a school, with the school it means in that year: by its
-- code in core.map_school_external, else by the six digits of its own login. A name finds a school only where a person has confirmed it.
WITH named AS (
  SELECT t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_act__olympiad_row AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_act__olympiad_count AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_act__olympiad_team AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_act__talent AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, t.year AS year FROM staging.stg_act__graduate_path AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, t.year AS year FROM staging.stg_act__certificate AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, t.year AS year FROM staging.stg_noko__score AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, t.year AS year FROM staging.stg_noko__score_long AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, t.year AS year FROM staging.stg_ind__value AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_ctx__school AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, t.year AS year FROM staging.stg_list__bias AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, t.year AS year FROM staging.stg_list__bias_long AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, t.year AS year FROM staging.stg_list__low_results AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, t.year AS year FROM staging.stg_list__controlled AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_journal__period AS t WHERE t.school_ref IS NOT NULL GROUP BY ALL
  UNION
  SELECT 'фисоко', sh.school_id, CAST(left(coalesce(m.academic_year, sh.academic_year), 4) AS INTEGER) + 1
  FROM staging.stg_journal__class_mark AS m
  JOIN staging.stg_sheet AS sh ON sh.file_key = m.file_key AND sh.sheet_no = m.sheet_no
  WHERE sh.school_id IS NOT NULL AND coalesce(m.academic_year, sh.academic_year) IS NOT NULL
  GROUP BY ALL
  UNION
  SELECT 'фисоко', sh.school_id, CAST(left(m.academic_year, 4) AS INTEGER) + 1
  FROM staging.stg_sgo__report_card AS m
  JOIN staging.stg_sheet AS sh ON sh.file_key = m.file_key AND sh.sheet_no = m.sheet_no
  WHERE sh.school_id IS NOT NULL AND m.academic_year IS NOT NULL
  GROUP BY ALL
  UNION
  SELECT 'фисоко', sh.school_id, CAST(left(m.academic_year, 4) AS INTEGER) + 1
  FROM staging.stg_sgo__progress_subject AS m
  JOIN staging.stg_sheet AS sh ON sh.file_key = m.file_key AND sh.sheet_no = m.sheet_no
  WHERE sh.school_id IS NOT NULL AND m.academic_year IS NOT NULL
  GROUP BY ALL
),
found AS (
  SELECT
    n.school_system,
    n.school_ref,
    n.year,
    coalesce(e.school_id, CASE WHEN n.school_system = 'фисоко' THEN n.school_ref END) AS school_id
  FROM named AS n
  LEFT JOIN core.map_school_external AS e
    ON e.system = n.school_system AND e.external_id = n.school_ref AND n.year BETWEEN e.first_year AND coalesce(e.last_year, 9999)
  QUALIFY row_number() OVER (PARTITION BY n.school_system, n.school_ref, n.year ORDER BY e.first_year DESC NULLS LAST, e.school_id) = 1
),
place AS (
  -- The municipality of the same year, else of the nearest year with data of the school.
  SELECT f.school_id, f.year, y.municipality_id
  FROM (SELECT DISTINCT d.school_id, d.year FROM found AS d WHERE d.school_id IS NOT NULL) AS f
  JOIN core.map_school_year AS y ON y.school_id = f.school_id
  QUALIFY row_number() OVER (PARTITION BY f.school_id, f.year ORDER BY abs(y.year - f.year), y.year DESC) = 1
)
SELECT
  f.school_system,
  f.school_ref,
  CAST(f.year AS INTEGER) AS year,
  f.school_id,
  CASE WHEN f.school_id IS NOT NULL THEN coalesce(p.municipality_id, left(f.school_id, 2) || '_unknown') END AS municipality_id
FROM found AS f
LEFT JOIN place AS p ON p.school_id = f.school_id AND p.year = f.year
