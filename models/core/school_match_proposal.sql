-- Names propose, a person confirms: the likest schools of the same region for every reference that no id resolves. Names with different
-- numbers («СОШ №1», «СОШ №2») are never alike, however few letters differ.
WITH name AS (
  SELECT n.school_id, n.school_name FROM core.dim_school_name AS n
  UNION
  SELECT v.school_id, v.school_name FROM core.dim_school_version AS v
),
school AS (
  SELECT
    n.school_id,
    n.school_name,
    school_name_key(n.school_name) AS name_key,
    regexp_extract(school_name_key(n.school_name), '[0-9]+') AS number,
    d.municipality_id
  FROM name AS n
  JOIN core.dim_school AS d ON d.school_id = n.school_id
  WHERE regexp_full_match(n.school_id, '[0-9]{6}')
),
lost AS (
  SELECT
    r.source, r.system, r.external_id, r.municipality_id, r.region_code,
    coalesce(r.school_name, CASE WHEN r.system = 'название' THEN r.external_id END) AS school_name
  FROM core.int_school_reference AS r
  WHERE r.school_id IS NULL
),
pair AS (
  SELECT
    l.source, l.system, l.external_id, l.school_name AS written_name, s.school_id, s.school_name,
    CASE WHEN s.name_key = school_name_key(l.school_name) THEN 1e0 ELSE jaro_winkler_similarity(s.name_key, school_name_key(l.school_name)) END AS similarity,
    l.municipality_id IS NOT NULL AND l.municipality_id = s.municipality_id AS is_same_municipality
  FROM lost AS l
  JOIN school AS s
    ON (l.region_code IS NULL OR left(s.school_id, 2) = l.region_code)
    AND (l.municipality_id IS NULL OR l.municipality_id LIKE '%\_unknown' ESCAPE '\' OR s.municipality_id = l.municipality_id)
    AND s.number = regexp_extract(school_name_key(l.school_name), '[0-9]+')
  WHERE l.school_name IS NOT NULL
),
best AS (
  SELECT p.source, p.system, p.external_id, p.written_name, p.school_id, arg_max(p.school_name, p.similarity) AS school_name, max(p.similarity) AS similarity,
    bool_or(p.is_same_municipality) AS is_same_municipality
  FROM pair AS p
  WHERE p.similarity >= 0.85
  GROUP BY p.source, p.system, p.external_id, p.written_name, p.school_id
),
counted AS (
  SELECT
    b.*,
    row_number() OVER (PARTITION BY b.source, b.system, b.external_id ORDER BY b.similarity DESC, b.school_id) AS place,
    count(*) FILTER (WHERE b.similarity = 1) OVER (PARTITION BY b.source, b.system, b.external_id) AS n_same
  FROM best AS b
)
SELECT
  c.source,
  c.system,
  c.external_id,
  c.written_name,
  CAST(c.place AS INTEGER) AS place,
  c.school_id,
  c.school_name,
  round(c.similarity, 4) AS similarity,
  CASE WHEN c.similarity = 1 THEN 'название совпадает' ELSE 'название похоже' END
    || CASE WHEN c.is_same_municipality THEN ', тот же муниципалитет' ELSE '' END
    || CASE WHEN c.n_same > 1 THEN ', таких школ ' || CAST(c.n_same AS VARCHAR) ELSE '' END AS why
FROM counted AS c
WHERE c.place <= 3
