-- Every way in which journals, olympiads, lists and other simple tables name a school, file by file: what is looked up in the registry, counted for
-- the match rate and listed where nothing is found. A new simple table adds a block here.
WITH named AS (
  SELECT 'ВсОШ' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM core.int_act__olympiad_row AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'ВсОШ' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM core.int_act__olympiad_count AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'ВсОШ' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM core.int_act__olympiad_team AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Мероприятия' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM core.int_act__talent AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Пути выпускников' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, t.year AS year FROM core.int_act__graduate_path AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Аттестаты' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, t.year AS year FROM core.int_act__certificate AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'НОКО' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, t.year AS year FROM core.int_noko__score AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'НОКО' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, t.year AS year FROM core.int_noko__score_long AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Показатели' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, t.year AS year FROM core.int_ind__value AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Контекст школ' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM core.int_ctx__school AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Контекст школ' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_cluster__fixed AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Официальные перечни' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, t.year AS year FROM core.int_list__bias AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Официальные перечни' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, t.year AS year FROM core.int_list__bias_long AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Официальные перечни' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, t.year AS year FROM core.int_list__low_results AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Официальные перечни' AS source, t.file_key, t.school_system, t.school_ref, t.school_name, t.year AS year FROM staging.stg_list__controlled AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Журналы' AS source, t.file_key, t.school_system, t.school_ref, CAST(NULL AS VARCHAR) AS school_name, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM core.int_journal__period AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Журналы', m.file_key, 'фисоко', sh.school_id, NULL, CAST(left(coalesce(m.academic_year, sh.academic_year), 4) AS INTEGER) + 1
  FROM core.int_journal__class_mark AS m
  JOIN staging.stg_sheet AS sh ON sh.file_key = m.file_key AND sh.sheet_no = m.sheet_no
  WHERE sh.school_id IS NOT NULL AND coalesce(m.academic_year, sh.academic_year) IS NOT NULL
  UNION ALL
  SELECT 'Журналы', m.file_key, 'фисоко', sh.school_id, NULL, CAST(left(m.academic_year, 4) AS INTEGER) + 1
  FROM core.int_sgo__report_card AS m
  JOIN staging.stg_sheet AS sh ON sh.file_key = m.file_key AND sh.sheet_no = m.sheet_no
  WHERE sh.school_id IS NOT NULL AND m.academic_year IS NOT NULL
  UNION ALL
  SELECT 'Журналы', m.file_key, 'фисоко', sh.school_id, NULL, CAST(left(m.academic_year, 4) AS INTEGER) + 1
  FROM core.int_sgo__progress_subject AS m
  JOIN staging.stg_sheet AS sh ON sh.file_key = m.file_key AND sh.sheet_no = m.sheet_no
  WHERE sh.school_id IS NOT NULL AND m.academic_year IS NOT NULL
)
SELECT
  n.source,
  n.file_key,
  n.school_system,
  n.school_ref,
  max(n.school_name) AS school_name,
  CAST(n.year AS INTEGER) AS year,
  CAST(count(*) AS INTEGER) AS n_rows
FROM named AS n
GROUP BY n.source, n.file_key, n.school_system, n.school_ref, n.year
