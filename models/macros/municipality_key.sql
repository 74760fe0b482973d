-- What is left of a municipality's name when the words that differ between files are gone:
-- «Алейский муниципальный район» and «Алейский район» → «алейский»; «г. Алейск» and «город Алейск» → «алейск».
-- Blanks are doubled first, so that every word stands between two of its own and neighbours are removed in one pass.
-- RE2 has no word boundary for Cyrillic letters, hence the blanks.
(municipality_name) AS
nullif(trim(regexp_replace(
  regexp_replace(
    '  ' || replace(
      regexp_replace(
        regexp_replace(
          regexp_replace(
            replace(replace(lower(municipality_name), chr(160), ' '), 'ё', 'е'),
            '\((reg|edu|sch|ksh)[0-9_m]*\)|[«»"]', ' ', 'g'),
          '(^|[ ])(г|го|мо|мр|п|пгт|с)\.', '\1\2. ', 'g'),
        '[ \t]+', ' ', 'g'),
      ' ', '  ') || '  ',
    ' (город|городской|городского|муниципальный|муниципального|муниципальное|образование|образования|район|района|округ|округа|р-н|м\.р\.|м\.о\.|г\.о\.|г\.|о\.|го\.|мо\.|мр\.|г|го|мо|мр) ', ' ', 'g'),
  ' +', ' ', 'g')), '')
