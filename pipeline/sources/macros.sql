-- Typing rules of single cells, shared by all kinds. A cell is VARCHAR, empty cells are NULL.

-- Blanks of every kind trimmed; nothing left becomes NULL.
-- Looking for anything but single blanks costs a fraction of replacing them by themselves.
CREATE OR REPLACE TEMP MACRO msoko_text(c) AS
    nullif(trim(CASE WHEN regexp_matches(c, '  |[\t\n\f\r\x{00A0}\x{202F}\x{200B}\x{FEFF}]') THEN regexp_replace(c, '[\s\x{00A0}\x{202F}\x{200B}\x{FEFF}]+', ' ', 'g') ELSE c END), '');

-- Blanks at the ends trimmed, without regular expressions; nothing left becomes NULL.
CREATE OR REPLACE TEMP MACRO msoko_trim(c) AS nullif(trim(c, chr(32) || chr(9) || chr(10) || chr(13) || chr(160)), '');

-- Whether there is any of the blanks that msoko_trim takes off, anywhere.
CREATE OR REPLACE TEMP MACRO msoko_has_blank(c) AS contains(c, chr(32)) OR contains(c, chr(160)) OR contains(c, chr(9)) OR contains(c, chr(10)) OR contains(c, chr(13));

-- A whole number, also as «5.0» or «5,0» (what spreadsheets make of it); NULL when it is none.
CREATE OR REPLACE TEMP MACRO msoko_int(c) AS
    CASE WHEN c IS NULL THEN NULL WHEN length(c) <= 2 AND c[1] BETWEEN '0' AND '9' AND c[-1] BETWEEN '0' AND '9' THEN try_cast(c AS INTEGER) ELSE msoko_int_slow(c) END;

CREATE OR REPLACE TEMP MACRO msoko_int_slow(c) AS
    try_cast(regexp_extract(trim(replace(c, chr(160), ' ')), '^([+-]?\d{1,9})(?:[.,]0+)?$', 1) AS INTEGER);

-- A decimal number with point or comma and blanks as thousands separators; NULL when it is none.
CREATE OR REPLACE TEMP MACRO msoko_decimal(c) AS
    try_cast(replace(regexp_replace(regexp_extract(c, '^[\s\x{00A0}]*([+-]?\d[\d\s\x{00A0}\x{202F}]*(?:[.,]\d+)?)[\s\x{00A0}]*%?[\s\x{00A0}]*$', 1), '[\s\x{00A0}\x{202F}]', '', 'g'), ',', '.') AS DOUBLE);

-- A number of participants or schools; NULL when it is negative, has a fraction or is no number.
CREATE OR REPLACE TEMP MACRO msoko_count(c) AS
    CASE WHEN msoko_decimal(c) >= 0 AND msoko_decimal(c) = floor(msoko_decimal(c)) THEN try_cast(msoko_decimal(c) AS INTEGER) END;

-- A share in percent; NULL when it is not between 0 and 100.
CREATE OR REPLACE TEMP MACRO msoko_percent(c) AS
    CASE WHEN msoko_decimal(c) BETWEEN 0 AND 100 THEN try_cast(msoko_decimal(c) AS DECIMAL(5,2)) END;

-- A task score: the score itself, -1 «не приступал» (X in either alphabet), -2 empty, -3 unreadable.
-- The first branches are what nearly every cell holds; they decide without touching the slow functions.
CREATE OR REPLACE TEMP MACRO msoko_score_code(c) AS
    CASE
        WHEN c IS NULL OR c = '' THEN -2::TINYINT
        WHEN c = '1' THEN 1::TINYINT WHEN c = '0' THEN 0::TINYINT WHEN c = '2' THEN 2::TINYINT WHEN c = '3' THEN 3::TINYINT
        WHEN c = 'X' OR c = 'Х' OR c = 'x' OR c = 'х' THEN -1::TINYINT
        WHEN c = '4' THEN 4::TINYINT WHEN c = '5' THEN 5::TINYINT WHEN c = '6' THEN 6::TINYINT
        ELSE msoko_score_code_slow(lower(trim(replace(c, chr(160), ' '))))
    END;

CREATE OR REPLACE TEMP MACRO msoko_score_code_slow(c) AS
    CASE
        WHEN c = '' THEN -2::TINYINT
        WHEN c IN ('x', 'х', 'не пройд.', 'не пройд', 'не приступал', 'не приступала', 'не приступил') THEN -1::TINYINT
        WHEN msoko_int(c) BETWEEN 0 AND 100 THEN msoko_int(c)::TINYINT
        ELSE -3::TINYINT
    END;

-- What a value is, without telling it: for rejects and logs.
CREATE OR REPLACE TEMP MACRO msoko_value_class(c) AS
    CASE
        WHEN msoko_text(c) IS NULL THEN 'пусто'
        -- What the reader put in place of a cell that it did not keep.
        WHEN starts_with(c, '[похоже на ') THEN rtrim(ltrim(c, '['), ']')
        WHEN regexp_full_match(msoko_text(c), '[+-]?\d+') THEN 'целое число'
        WHEN regexp_full_match(msoko_text(c), '[+-]?\d+[.,]\d+') THEN 'дробное число'
        WHEN regexp_full_match(msoko_text(c), '\d{2,4}[.\-/]\d{1,2}[.\-/]\d{2,4}.*') THEN 'дата'
        WHEN length(msoko_text(c)) = 1 THEN 'один знак'
        WHEN starts_with(msoko_text(c), '#') THEN 'ошибка Excel'
        ELSE 'текст'
    END;

-- The same for a row that was set aside before typing; NULL for any other verdict.
CREATE OR REPLACE TEMP MACRO msoko_damage_class(verdict) AS
    CASE verdict WHEN 'csv.quotes' THEN 'кавычки' WHEN 'csv.columns' THEN 'лишние значения' WHEN 'csv.cut' THEN 'обрыв' WHEN 'code.personal' THEN 'текст' END;

-- ФИС ОКО login in any text: «edu000389», «МБОУ …(edu000389)», «edu000185 | МКОУ …». Three letters and six digits, but «reg220000» is a region.
CREATE OR REPLACE TEMP MACRO msoko_login(c) AS
    nullif(regexp_extract(lower(c), '(?:^|[^a-z])((?:[a-qs-z][a-z]{2}|r[a-df-z][a-z]|re[a-fh-z])\d{6})(?:\D|$)', 1), '');

CREATE OR REPLACE TEMP MACRO msoko_behind_code(c) AS CASE WHEN contains(c, '|') THEN split_part(c, '|', 2) ELSE c END;

CREATE OR REPLACE TEMP MACRO msoko_without_code(c) AS CASE WHEN contains(c, '(') THEN regexp_replace(c, '\(\s*(?:[a-z]{3}\d{6}|reg\d\d[^)]*)\s*\)', '', 'gi') ELSE c END;

-- Name beside a code: after «|» or before the bracket.
CREATE OR REPLACE TEMP MACRO msoko_name(c) AS
    msoko_text(msoko_without_code(msoko_behind_code(c)));

-- «reg22_m010», «reg22_vpr_m010» → «22_m010».
-- Small letters are made of what was found, not of the whole cell.
CREATE OR REPLACE TEMP MACRO msoko_municipality(c) AS
    nullif(replace(replace(lower(regexp_extract(c, '(?i)reg\d\d_(?:vpr_)?m\d{3}')), 'reg', ''), 'vpr_', ''), '');

CREATE OR REPLACE TEMP MACRO msoko_region(c) AS
    nullif(coalesce(nullif(regexp_extract(c, '(?i)reg(\d\d)', 1), ''), regexp_extract(c, '^\s*(\d\d)\s*$', 1)), '');

-- The school mark that a number is, 2..5; NULL otherwise.
CREATE OR REPLACE TEMP MACRO msoko_mark_of(n) AS CASE WHEN n BETWEEN 2 AND 5 THEN n::TINYINT END;

-- The school mark of a cell, 2..5; NULL otherwise.
CREATE OR REPLACE TEMP MACRO msoko_mark(c) AS
    CASE WHEN c = '4' THEN 4::TINYINT WHEN c = '3' THEN 3::TINYINT WHEN c = '5' THEN 5::TINYINT WHEN c = '2' THEN 2::TINYINT
         ELSE msoko_mark_of(msoko_int(c)) END;

-- Letter or ordinal of a class without its grade: «4 "а"», «4А», «а», «A» (Latin) → А; «1» stays the ordinal; «нет» → NULL.
CREATE OR REPLACE TEMP MACRO msoko_class_label(c) AS
    CASE
        -- Not kept by the reader: Excel makes a date of «9-1».
        WHEN starts_with(c, '[похоже на ') THEN NULL
        WHEN regexp_full_match(trim(c), '\d{1,2}') THEN ltrim(trim(c), '0')
        WHEN lower(trim(c)) IN ('нет', 'без буквы', 'б/б', 'н/а') THEN NULL
        ELSE nullif(translate(upper(regexp_replace(regexp_replace(c, '^\s*\d{1,2}\s*(класс|кл\.?)?', '', 'i'), '[\s\x{00A0}"''«»„“”\-–_.()№]', '', 'g')), 'ABCEHKMOPTXY', 'АВСЕНКМОРТХУ'), '')
    END;

-- Scope of an official table's row by its codes; names without a code are the country or a region.
CREATE OR REPLACE TEMP MACRO msoko_scope(c) AS
    CASE
        WHEN regexp_matches(lower(msoko_text(c)), '^(вся выборка|рф|россия|российская федерация)$') THEN 'country'
        WHEN msoko_login(c) IS NOT NULL THEN 'school'
        WHEN msoko_municipality(c) IS NOT NULL THEN 'municipality'
        ELSE 'region'
    END;

CREATE OR REPLACE TEMP MACRO msoko_scope_id(scope, c, region_code) AS
    CASE scope
        WHEN 'country' THEN 'РФ'
        WHEN 'school' THEN right(msoko_login(c), 6)
        WHEN 'municipality' THEN msoko_municipality(c)
        ELSE coalesce(msoko_region(c), region_code)
    END;

-- A text for comparison with a dictionary: blanks folded, lower case, «ё» as «е», no closing colon or full stop.
CREATE OR REPLACE TEMP MACRO msoko_fold(c) AS nullif(rtrim(replace(lower(msoko_text(c)), 'ё', 'е'), ' :.'), '');

-- A calendar year: «2024», «2024 г.», «2024 год».
CREATE OR REPLACE TEMP MACRO msoko_year(c) AS
    try_cast(regexp_extract(msoko_fold(c), '^((?:19|20)\d\d)(?:[.,]0+)?(?: ?г(?:од)?)?$', 1) AS INTEGER);

-- A school year in any spelling («2023/24», «2023-2024», «2023–2024 уч. год») as «2023/24»; NULL when the second year does not follow the first.
CREATE OR REPLACE TEMP MACRO msoko_academic_year(c) AS
    CASE WHEN (try_cast(regexp_extract(msoko_fold(c), '^(20\d\d) ?[-/–—] ?(?:20)?\d\d(?: ?(?:уч|г).*)?$', 1) AS INTEGER) + 1) % 100
            = try_cast(regexp_extract(msoko_fold(c), '^20\d\d ?[-/–—] ?(?:20)?(\d\d)(?: ?(?:уч|г).*)?$', 1) AS INTEGER)
        THEN left(msoko_fold(c), 4) || '/' || regexp_extract(msoko_fold(c), '^20\d\d ?[-/–—] ?(?:20)?(\d\d)', 1) END;

-- A grade 1..11, also of a class: «9», «9А», «9 "а"», «9 класс», «11-й».
CREATE OR REPLACE TEMP MACRO msoko_grade(c) AS
    try_cast(regexp_extract(msoko_fold(c), '^(1[01]|[1-9])(?:[.,]0+)?(?: ?-?(?:й|е|ый|ые|х))?(?: ?кл(?:асс(?:ы|а)?)?)?(?: ?[-–]? ?["«“]?[а-яa-z]{1,2}["»”]?)?$', 1) AS INTEGER);

-- A day: «20.04.2026», «2026-04-20», with or without a time of day.
CREATE OR REPLACE TEMP MACRO msoko_date(c) AS
    try_strptime(regexp_extract(msoko_text(c), '^(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)(?:[ T].*)?(?: ?г\.?)?$', 1), ['%d.%m.%Y', '%Y-%m-%d'])::DATE;

-- A sign in a table: «1», «да», «+», «x» say yes; «0», «нет», «–» say no; NULL for anything else.
CREATE OR REPLACE TEMP MACRO msoko_flag(c) AS
    CASE WHEN msoko_fold(c) IN ('1', '1,0', 'да', '+', 'x', 'х', 'v', '✓', 'есть', 'истина', 'true', 'входит') THEN TRUE
         WHEN msoko_fold(c) IN ('0', '0,0', 'нет', '-', '–', '—', 'ложь', 'false', 'не входит') THEN FALSE END;

-- A school's id in the system that a column names: six digits of a ФИС ОКО login; digits of the length that an ИНН or ОГРН has; any number otherwise.
CREATE OR REPLACE TEMP MACRO msoko_school_ref(c, system) AS
    CASE system
        WHEN 'фисоко' THEN coalesce(right(msoko_login(c), 6), CASE WHEN regexp_full_match(msoko_text(c), '\d{5,6}') THEN lpad(msoko_text(c), 6, '0') END)
        WHEN 'инн' THEN CASE WHEN regexp_full_match(replace(msoko_text(c), ' ', ''), '\d{9,10}') THEN lpad(replace(msoko_text(c), ' ', ''), 10, '0') END
        WHEN 'огрн' THEN CASE WHEN regexp_full_match(replace(msoko_text(c), ' ', ''), '\d{13}') THEN replace(msoko_text(c), ' ', '') END
        ELSE nullif(regexp_extract(msoko_text(c), '^(\d{1,9})(?:[.,]0+)?$', 1), '')
    END;

-- The number of a period, also in Roman figures.
CREATE OR REPLACE TEMP MACRO msoko_ordinal(c) AS
    CASE regexp_extract(msoko_fold(c), '^(\d|iv|i+)', 1) WHEN 'i' THEN '1' WHEN 'ii' THEN '2' WHEN 'iii' THEN '3' WHEN 'iv' THEN '4' ELSE left(msoko_fold(c), 1) END;

-- A school period: q1..q4 (четверть), h1, h2 (полугодие), t1..t3 (триместр), year, exam, state_exam, final; NULL for anything else.
CREATE OR REPLACE TEMP MACRO msoko_period(c) AS
    CASE
        WHEN regexp_matches(msoko_fold(c), '^([1-4]|iv|i{1,3})[ -]*(?:я|ая)?[ -]*ч(?:етв(?:ерть)?)?$') THEN 'q' || msoko_ordinal(c)
        WHEN regexp_matches(msoko_fold(c), '^([12]|i{1,2})[ -]*(?:е|ое)?[ -]*(?:полугодие|полуг|п/г)$') THEN 'h' || msoko_ordinal(c)
        WHEN regexp_matches(msoko_fold(c), '^([1-3]|i{1,3})[ -]*(?:й|ый|ий)?[ -]*(?:триместр|трим)$') THEN 't' || msoko_ordinal(c)
        WHEN regexp_matches(msoko_fold(c), '^(?:за )?год(?:овая)?(?: ?[.]? ?(?:оценка|отметка))?$') THEN 'year'
        WHEN regexp_matches(msoko_fold(c), '^гос(?:ударственн[а-я]+)?[. ]*экз') THEN 'state_exam'
        WHEN regexp_matches(msoko_fold(c), '^экз(?:амен)?(?:ационная)?(?:[. ]*(?:оценка|отметка))?$') THEN 'exam'
        WHEN regexp_matches(msoko_fold(c), '^итог(?:овая)?(?:[. ]*(?:оценка|отметка))?$') THEN 'final'
    END;

-- What a journal writes where no mark is given.
CREATE OR REPLACE TEMP MACRO msoko_is_no_mark(c) AS
    c IN ('н/а', '-', '0', 'зач', 'осв', 'н/о') OR msoko_fold(c) IN ('н/а', 'на', 'нет', 'нет отметки', '-', '–', '—', 'осв', 'освобожден', 'освобождена', 'зач', 'зачет', 'зачтено', 'н/о', '0', 'усв');

-- A number of marks of a class; an empty cell is none of them; NULL when it is no such number.
CREATE OR REPLACE TEMP MACRO msoko_small_count(c) AS
    CASE WHEN c IS NULL THEN 0::SMALLINT WHEN msoko_int(c) BETWEEN 0 AND 30000 THEN msoko_int(c)::SMALLINT END;
