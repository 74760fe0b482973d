-- What the rules rest on, to be printed under the lists: every parameter and every procedure with its source.
SELECT
  r.rule, r.rule_name, r.rule_version, r.rule_status, r.source_document, r.statement, p.parameter,
  CASE WHEN p.unit <> 'да = 1' THEN ru_number(p.value) || ' ' || p.unit WHEN p.value = 1 THEN 'да' ELSE 'нет' END AS value_text, p.meaning, p.source, p.status
FROM core.seed_low_results_rule AS r
JOIN core.seed_low_results_parameter AS p ON p.rule = r.rule
UNION ALL
SELECT
  r.rule, r.rule_name, r.rule_version, r.rule_status, r.source_document, r.statement,
  coalesce('criterion-' || CAST(p.criterion_no AS VARCHAR), concat_ws('-', p.procedure, p.wave, CAST(p.grade AS VARCHAR), p.subject, p.math_level)),
  CASE WHEN p.is_selected THEN 'учитывается' ELSE 'не учитывается' END, p.meaning, r.source_document, p.status
FROM core.seed_low_results_rule AS r
JOIN core.seed_low_results_procedure AS p ON p.rule = r.rule
