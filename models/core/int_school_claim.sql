-- Which school every external code is said to belong to, by whom, and whether the claim counts. A person's word counts before a list's;
-- a code that two lists give to different schools in the same years counts for none, unless all but one are branches of that one
-- (a branch has the ИНН of its head school).
WITH coded AS (
  SELECT
    s.file_key, s.sheet_no, s.row_no, s.school_id,
    CAST(coalesce(year(s.valid_from) + CASE WHEN month(s.valid_from) >= 7 THEN 1 ELSE 0 END, 2000) AS INTEGER) AS first_year,
    CAST(year(s.valid_to) - CASE WHEN month(s.valid_to) < 6 THEN 1 ELSE 0 END AS INTEGER) AS last_year,
    unnest([
      {'system': 'фисоко', 'external_id': s.school_id},
      {'system': 'огэ', 'external_id': s.oge_id},
      {'system': 'егэ', 'external_id': s.ege_id},
      {'system': 'инн', 'external_id': s.inn},
      {'system': 'огрн', 'external_id': s.ogrn},
      {'system': 'сго', 'external_id': s.sgo_id}
    ]) AS code
  FROM staging.stg_registry__school AS s
),
listed AS (
  SELECT c.file_key, c.sheet_no, c.row_no, c.school_id, c.first_year, c.last_year, c.code.system AS system, c.code.external_id AS external_id
  FROM coded AS c
  WHERE c.code.external_id IS NOT NULL
),
certain AS (
  SELECT m.system, m.external_id, m.school_id, 2000 AS first_year, CAST(NULL AS INTEGER) AS last_year, 'подтверждено' AS origin, 3 AS strength
  FROM staging.stg_registry__match AS m
  UNION ALL
  SELECT l.system, l.external_id, l.school_id, l.first_year, l.last_year, 'реестр', 2
  FROM listed AS l
  WHERE l.school_id IS NOT NULL
),
indirect AS (
  -- A row without a login belongs to the one school that its known codes name.
  SELECT l.file_key, l.sheet_no, l.row_no, min(c.school_id) AS school_id
  FROM listed AS l
  JOIN certain AS c ON c.system = l.system AND c.external_id = l.external_id
  WHERE l.school_id IS NULL
  GROUP BY l.file_key, l.sheet_no, l.row_no
  HAVING count(DISTINCT c.school_id) = 1
),
claim AS (
  SELECT c.system, c.external_id, c.school_id, c.first_year, c.last_year, c.origin, c.strength FROM certain AS c
  UNION ALL
  SELECT l.system, l.external_id, i.school_id, l.first_year, l.last_year, 'реестр по другому коду', 1
  FROM listed AS l
  JOIN indirect AS i ON i.file_key = l.file_key AND i.sheet_no = l.sheet_no AND i.row_no = l.row_no
  UNION ALL
  SELECT 'фисоко', p.school_id, p.school_id, 2000, NULL, 'данные', 2
  FROM core.int_school_place AS p
  WHERE regexp_full_match(p.school_id, '[0-9]{6}')
),
merged AS (
  SELECT
    c.system,
    c.external_id,
    c.school_id,
    CAST(min(c.first_year) AS INTEGER) AS first_year,
    CAST(CASE WHEN count(*) = count(c.last_year) THEN max(c.last_year) END AS INTEGER) AS last_year,
    -- Of equal words that of a list: without this it would be now the one, now the other.
    arg_max(c.origin, {'strength': c.strength, 'is_listed': c.origin <> 'данные'}) AS origin,
    CAST(max(c.strength) AS INTEGER) AS strength
  FROM claim AS c
  GROUP BY c.system, c.external_id, c.school_id
),
branch AS (
  SELECT DISTINCT r.school_id, r.successor_id AS head_id
  FROM staging.stg_registry__relation AS r
  WHERE r.kind = 'филиал' AND r.successor_id IS NOT NULL
),
rival AS (
  SELECT
    a.system, a.external_id, a.school_id,
    bool_or(b.strength > a.strength OR (b.strength = a.strength AND o.head_id IS NOT NULL)) AS is_overruled,
    bool_or(b.strength = a.strength AND t.head_id IS NULL) AS is_contested
  FROM merged AS a
  JOIN merged AS b
    ON b.system = a.system AND b.external_id = a.external_id AND b.school_id <> a.school_id
    AND a.first_year <= coalesce(b.last_year, 9999) AND b.first_year <= coalesce(a.last_year, 9999)
  LEFT JOIN branch AS o ON o.school_id = a.school_id AND o.head_id = b.school_id
  LEFT JOIN branch AS t ON t.school_id = b.school_id AND t.head_id = a.school_id
  GROUP BY a.system, a.external_id, a.school_id
)
SELECT
  m.system,
  m.external_id,
  m.school_id,
  m.first_year,
  m.last_year,
  m.origin,
  CASE
    WHEN r.is_overruled THEN 'уступает'
    WHEN r.is_contested THEN 'спорный'
    ELSE 'действует'
  END AS state
FROM merged AS m
LEFT JOIN rival AS r ON r.system = m.system AND r.external_id = m.external_id AND r.school_id = m.school_id
