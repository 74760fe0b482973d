-- Today's school of every school: the chain of successors followed to its end. A split school stays itself, for its pupils can't be
-- told apart; so does a school with several successors, and a closed one, whose past still counts in its municipality.
WITH RECURSIVE school AS (
  SELECT p.school_id FROM core.int_school_place AS p WHERE p.school_id IS NOT NULL
  UNION
  SELECT s.school_id FROM staging.stg_registry__school AS s WHERE s.school_id IS NOT NULL
  UNION
  SELECT r.child_id FROM core.school_relation AS r
  UNION
  SELECT r.parent_id FROM core.school_relation AS r WHERE r.parent_id IS NOT NULL
),
edge AS (
  SELECT DISTINCT r.child_id AS from_id, r.parent_id AS to_id
  FROM core.school_relation AS r
  WHERE r.kind IN ('филиал', 'присоединение', 'преобразование', 'переименование') AND r.parent_id IS NOT NULL
),
stop AS (
  SELECT e.from_id AS school_id, 'несколько преемников' AS state FROM edge AS e GROUP BY e.from_id HAVING count(*) > 1
  UNION ALL
  SELECT DISTINCT r.parent_id, 'разделена'
  FROM core.school_relation AS r
  WHERE r.kind = 'разделение' AND r.parent_id NOT IN (SELECT e.from_id FROM edge AS e GROUP BY e.from_id HAVING count(*) > 1)
),
step AS (
  SELECT e.from_id, e.to_id FROM edge AS e WHERE e.from_id NOT IN (SELECT p.school_id FROM stop AS p)
),
walk AS (
  SELECT s.school_id, s.school_id AS at_id, [s.school_id] AS path, FALSE AS is_cycle
  FROM school AS s
  UNION ALL
  SELECT w.school_id, e.to_id, list_append(w.path, e.to_id), list_contains(w.path, e.to_id)
  FROM walk AS w
  JOIN step AS e ON e.from_id = w.at_id
  WHERE NOT w.is_cycle
),
ended AS (
  SELECT w.school_id, w.at_id, w.path, w.is_cycle
  FROM walk AS w
  QUALIFY row_number() OVER (PARTITION BY w.school_id ORDER BY len(w.path) DESC) = 1
)
SELECT
  e.school_id,
  CASE WHEN e.is_cycle THEN e.school_id ELSE e.at_id END AS now_school_id,
  CASE
    WHEN e.is_cycle THEN 'круг'
    WHEN len(e.path) > 1 THEN 'вошла в другую'
    WHEN p.state IS NOT NULL THEN p.state
    WHEN c.child_id IS NOT NULL THEN 'закрыта'
    ELSE 'без изменений'
  END AS state,
  array_to_string(e.path, ' → ') AS path
FROM ended AS e
LEFT JOIN stop AS p ON p.school_id = e.school_id
LEFT JOIN (SELECT DISTINCT r.child_id FROM core.school_relation AS r WHERE r.kind = 'закрытие') AS c ON c.child_id = e.school_id
