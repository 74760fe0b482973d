-- Schools that files name and that no figure counts, because the code or the name finds none.
SELECT
  n.source,
  f.path,
  n.school_system,
  n.school_ref,
  n.year,
  CAST(sum(n.n_rows) AS INTEGER) AS n_rows
FROM core.int_named_school AS n
JOIN ops.source_file AS f ON f.file_key = n.file_key AND f.status = 'loaded'
JOIN core.map_source_school AS m ON m.school_system = n.school_system AND m.school_ref = n.school_ref AND m.year = n.year
WHERE m.school_id IS NULL
GROUP BY n.source, f.path, n.school_system, n.school_ref, n.year
