-- What two spellings of a school's name have in common: without legal form, quotes, punctuation; long words in their usual abbreviations.
-- «МБОУ "Средняя общеобразовательная школа № 3"» and «МКОУ СОШ №3» → «сош 3». Its number keeps it apart from its neighbours.
(school_name) AS
nullif(trim(regexp_replace(
  regexp_replace(
    regexp_replace(
      regexp_replace(
        ' ' || regexp_replace(replace(replace(lower(school_name), chr(160), ' '), 'ё', 'е'), '\((sch|edu|ksh)[0-9]{6}\)|[«»"„“”''№.,()\-–—]', ' ', 'g') || ' ',
        '(муниципальное|государственное|краевое|областное|автономное|бюджетное|казенное|частное|общеобразовательное|образовательное|учреждение)', ' ', 'g'),
      ' (мбоу|мкоу|маоу|моу|гбоу|гкоу|кгбоу|огбоу|чоу|мбу|мку) ', ' ', 'g'),
    'средняя общеобразовательная школа|средняя школа', 'сош', 'g'),
  ' +', ' ', 'g')), '')
