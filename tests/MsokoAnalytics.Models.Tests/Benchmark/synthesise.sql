-- Fills empty staging tables with a region of {schools} schools that wrote {works} works of spring 2021 and autumn 2020: about
-- 21 000 pupils a work, 16 task columns, 8 % absent, 3 % X. All rows are invented; grades, subjects and maxima are the real ones.
CREATE TEMP TABLE synth_work AS
SELECT CAST(row_number() OVER (ORDER BY y.year DESC, s.grade, s.subject) AS INTEGER) AS no, y.year, y.wave, s.grade, s.subject, s.max_primary
FROM (SELECT grade, unnest(string_split(subject, '/')) AS subject, max_primary FROM core.seed_vpr_scale WHERE year = 2021) AS s
CROSS JOIN (VALUES (2021, 'spring'), (2020, 'autumn')) AS y(year, wave)
QUALIFY no <= {works};
INSERT INTO ops.source_file (file_key, sha256, path, size_bytes, loaded_at, run_id, status)
SELECT no, 'synthetic', 'synthetic/' || no || '.xlsx', 1, TIMESTAMP '2026-01-01 00:00:00', 'synthetic', 'loaded' FROM synth_work;
INSERT INTO staging.stg_sheet (file_key, sheet_no, sheet_name, layout_id, kind, layout_priority, issued_at, procedure, year, academic_year,
  wave, grade, actual_grade, subject, level, max_score, context_source)
SELECT no, 1, 'Протокол', 'synthetic', 'vpr_result', 10, TIMESTAMP '2026-01-01 00:00:00', 'ВПР', year, '2020/21',
  wave, grade, grade + CASE wave WHEN 'autumn' THEN 1 ELSE 0 END, subject, 'base', max_primary, 'synthetic'
FROM synth_work;
INSERT INTO staging.stg_sheet_task (file_key, sheet_no, task_no, label, max_score)
SELECT w.no, 1, t.n, CAST(t.n AS VARCHAR), {task_max} FROM synth_work AS w CROSS JOIN generate_series(1, 16) AS t(n);
CREATE TEMP TABLE synth_place AS
SELECT no, CAST(220000 + no AS VARCHAR) AS school_id,
  '22_m' || lpad(CAST(1 + no % 71 AS VARCHAR), 3, '0') AS municipality_id,
  'Муниципальный район № ' || (1 + no % 71) AS municipality_name,
  'МБОУ «Средняя общеобразовательная школа № ' || no || '» муниципального района № ' || (1 + no % 71) AS school_name,
  4 + hash(no) % 59 AS pupils
FROM generate_series(1, {schools}) AS s(no);
INSERT INTO staging.stg_vpr__result
SELECT w.no, 1, 9 + row_number() OVER (PARTITION BY w.no ORDER BY p.no, k.n), '22', p.municipality_id, p.municipality_name,
  'edu' || p.school_id, p.school_id, p.school_name, CAST(40000 + k.n AS VARCHAR), chr(1040 + CAST(floor((k.n - 1) / 25) AS INTEGER)),
  CAST(1 + k.n % 2 AS VARCHAR), NULL,
  CASE WHEN hash(w.no, p.no, k.n) % 100 < 8 THEN 'absent' ELSE 'present' END,
  CASE WHEN hash(w.no, p.no, k.n) % 100 < 8 THEN NULL
    ELSE CAST(floor(w.max_primary * ((hash(w.no, p.no, k.n, 1) % 1000) + (hash(w.no, p.no, k.n, 2) % 1000)) / 2000.0) AS SMALLINT) END,
  NULL, CAST(2 + hash(w.no, p.no, k.n, 3) % 4 AS TINYINT), 'mark',
  [CASE WHEN hash(k.n, t, w.no) % 100 < 3 THEN NULL ELSE CAST(hash(k.n, t, p.no) % 3 AS TINYINT) END FOR t IN range(16)],
  [hash(k.n, t, w.no) % 100 < 3 FOR t IN range(16)],
  [CASE WHEN hash(k.n, t, w.no) % 100 < 3 THEN -1 ELSE CAST(hash(k.n, t, p.no) % 3 AS TINYINT) END FOR t IN range(16)]
FROM synth_work AS w
CROSS JOIN synth_place AS p
CROSS JOIN generate_series(1, 62) AS k(n)
WHERE k.n <= p.pupils;
