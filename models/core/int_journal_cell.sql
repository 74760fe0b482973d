-- Writers who have both marks, by object, ВПР mark and journal mark; «нет отметки» and unreadable journal cells fall out here
-- and nowhere else. A pair nobody has makes no row.
WITH base AS (
  SELECT f.group_no, f.mark, f.journal_mark, CAST(count(*) AS INTEGER) AS n
  FROM core.int_participant_result AS f
  WHERE f.is_writer AND f.mark IS NOT NULL AND f.journal_mark IS NOT NULL
  GROUP BY f.group_no, f.mark, f.journal_mark
),
-- A class is one group: only what is above classes is added up.
scoped AS (
  SELECT g.scope_no, b.mark, b.journal_mark, b.n
  FROM base AS b
  JOIN core.int_group_scope AS g ON g.group_no = b.group_no
  WHERE g.is_class
  UNION ALL
  SELECT g.scope_no, b.mark, b.journal_mark, CAST(sum(b.n) AS INTEGER) AS n
  FROM base AS b
  JOIN core.int_group_scope AS g ON g.group_no = b.group_no
  WHERE NOT g.is_class
  GROUP BY g.scope_no, b.mark, b.journal_mark
)
SELECT s.scope_no, s.mark, s.journal_mark, s.n
FROM scoped AS s
ORDER BY s.scope_no, s.mark, s.journal_mark
