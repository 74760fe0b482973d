-- Schools that files name and that no figure counts, because the code or the name finds none.
WITH named AS (
  SELECT 'ВсОШ, протокол' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_act__olympiad_row AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'ВсОШ, количества' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_act__olympiad_count AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'ВсОШ, командный зачёт' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_act__olympiad_team AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Мероприятия' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_act__talent AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Пути выпускников' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, t.year AS year FROM staging.stg_act__graduate_path AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Аттестаты' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, t.year AS year FROM staging.stg_act__certificate AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'НОКО' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, t.year AS year FROM staging.stg_noko__score AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'НОКО' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, t.year AS year FROM staging.stg_noko__score_long AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Показатели' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, t.year AS year FROM staging.stg_ind__value AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Контекст школ' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_ctx__school AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Перечень: признаки необъективности' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, t.year AS year FROM staging.stg_list__bias AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Перечень: признаки необъективности' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, t.year AS year FROM staging.stg_list__bias_long AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Перечень: низкие результаты' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, t.year AS year FROM staging.stg_list__low_results AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'ВПР под наблюдением' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, t.year AS year FROM staging.stg_list__controlled AS t WHERE t.school_ref IS NOT NULL
  UNION ALL
  SELECT 'Журнал' AS source, t.file_key, t.sheet_no, t.school_system, t.school_ref, CAST(left(t.academic_year, 4) AS INTEGER) + 1 AS year FROM staging.stg_journal__period AS t WHERE t.school_ref IS NOT NULL
)
SELECT
  n.source,
  f.path,
  n.school_system,
  n.school_ref,
  CAST(n.year AS INTEGER) AS year,
  CAST(count(*) AS INTEGER) AS n_rows
FROM named AS n
JOIN ops.source_file AS f ON f.file_key = n.file_key AND f.status = 'loaded'
JOIN core.map_source_school AS m ON m.school_system = n.school_system AND m.school_ref = n.school_ref AND m.year = n.year
WHERE m.school_id IS NULL
GROUP BY n.source, f.path, n.school_system, n.school_ref, n.year
