-- Objects whose current marks lie above the level of a flag (q of marts.mart_journal_leniency), with what their text needs: the same object in other
-- years, agreement of the work's own marks with the journal, and flags of the ВПР itself. A class goes by its letter and year of entry.
WITH series AS (
  SELECT
    l.year, l.scope, l.scope_id, l.work_id, l.n, l.n_pupils, l.journal_mean, l.expected_journal, l.leniency, l.leniency_lo, l.leniency_hi, l.spread, l.flag_level,
    l.probability, l.q, l.rule_version,
    CASE l.scope WHEN 'class' THEN c.school_id ELSE l.scope_id END AS school_id,
    CASE l.scope WHEN 'class' THEN l.scope_id END AS class_id,
    c.class_label, w.subject_name, w.actual_grade,
    coalesce(w.academic_year, CAST(l.year - 1 AS VARCHAR) || '/' || right(CAST(l.year AS VARCHAR), 2)) AS academic_year,
    CASE
      WHEN l.work_id = '' THEN l.scope || '|' || l.scope_id
      WHEN l.scope = 'class' THEN l.scope || '|' || o.class_no || '|' || w.subject_no
      ELSE l.scope || '|' || l.scope_id || '|' || w.subject_no || '|' || w.actual_grade
    END AS series_key
  FROM marts.mart_journal_leniency AS l
  LEFT JOIN objectivity_work AS w ON w.work_id = l.work_id
  LEFT JOIN (SELECT g.work_id, g.class_id, any_value(g.school_id) AS school_id, any_value(g.class_label) AS class_label, min(g.group_no) AS group_no FROM core.int_result_group AS g WHERE g.class_id IS NOT NULL GROUP BY ALL) AS c
    ON c.work_id = l.work_id AND c.class_id = CASE WHEN l.scope = 'class' THEN l.scope_id END
  LEFT JOIN objectivity_group AS o ON o.group_no = c.group_no
  WHERE l.scope IN ('class', 'school') AND l.q IS NOT NULL
),
other AS (
  SELECT
    a.scope, a.scope_id, a.year, a.work_id,
    count(DISTINCT b.year) FILTER (WHERE b.probability > 0.5) AS n_probable,
    string_agg(DISTINCT CAST(b.year AS VARCHAR), ', ' ORDER BY CAST(b.year AS VARCHAR)) FILTER (WHERE b.probability > 0.5) AS probable_years,
    string_agg(DISTINCT CAST(b.year AS VARCHAR), ', ' ORDER BY CAST(b.year AS VARCHAR)) FILTER (WHERE b.leniency < b.spread) AS usual_years
  FROM series AS a
  JOIN series AS b ON b.series_key = a.series_key AND b.year <> a.year
  WHERE a.q <= $attention
  GROUP BY a.scope, a.scope_id, a.year, a.work_id
),
pair AS (
  SELECT g.work_id, 'class' AS scope, g.class_id AS scope_id, count(*) AS n_both, count(*) FILTER (WHERE f.mark = f.journal_mark) AS n_confirmed
  FROM core.fct_participant_result AS f
  JOIN core.int_result_group AS g ON g.group_no = f.group_no
  WHERE f.is_writer AND f.mark IS NOT NULL AND f.journal_mark IS NOT NULL
    AND EXISTS (SELECT 1 FROM series AS s WHERE s.q <= $attention AND s.work_id = g.work_id AND s.class_id = g.class_id)
  GROUP BY g.work_id, g.class_id
)
SELECT
  s.work_id AS WorkId, s.academic_year AS AcademicYear, s.year AS Year, s.school_id AS SchoolId, coalesce(d.school_name, s.school_id) AS SchoolName,
  s.class_id AS ClassId, s.class_label AS ClassLabel, s.subject_name AS SubjectName, s.actual_grade AS ActualGrade,
  s.n AS N, s.journal_mean AS JournalMean, s.expected_journal AS ExpectedJournal, s.leniency AS Leniency, s.leniency_lo AS LeniencyLo, s.leniency_hi AS LeniencyHi,
  s.spread AS Spread, s.flag_level AS FlagLevel, s.probability AS Probability, s.q AS Q, s.rule_version AS RuleVersion,
  CAST(coalesce(t.n_probable, 0) AS INTEGER) AS NProbable, t.probable_years AS ProbableYears, t.usual_years AS UsualYears,
  CAST(p.n_both AS INTEGER) AS NBoth, CAST(p.n_confirmed AS INTEGER) AS NConfirmed,
  EXISTS (SELECT 1 FROM anomaly.flags AS f WHERE f.level = 'класс × работа' AND f.work_id = s.work_id AND f.class_id = s.class_id) AS HasWorkFlag
FROM series AS s
LEFT JOIN core.dim_school AS d ON d.school_id = s.school_id
LEFT JOIN other AS t ON t.scope = s.scope AND t.scope_id = s.scope_id AND t.year = s.year AND t.work_id = s.work_id
LEFT JOIN pair AS p ON p.scope = s.scope AND p.scope_id = s.scope_id AND p.work_id = s.work_id
WHERE s.q <= $attention
ORDER BY s.scope, s.work_id, s.school_id, s.class_id, s.year;
