-- Answer strings of РИС ГИА protocols. A task is «+» (1 of 1), «-» (0), a digit (its score, maximum not told), «1(2)» (score and maximum)
-- or X (not attempted); blanks, commas and semicolons between tasks say nothing.
CREATE OR REPLACE TEMP MACRO gia_answers(c) AS
    regexp_replace(translate(c, '–−—ХхXx', '---XXXX'), '[\s\x{00A0},;]', '', 'g');

CREATE OR REPLACE TEMP MACRO gia_tokens(answers) AS
    regexp_extract_all(answers, '\d{1,2}\(\d{1,2}\)|[+X\d-]');

-- Whether the tokens are the whole string and no score is above its maximum.
CREATE OR REPLACE TEMP MACRO gia_readable(answers, tokens) AS
    answers IS NOT NULL AND array_to_string(tokens, '') = answers
    AND len(list_filter(tokens, lambda t: contains(t, '(') AND try_cast(regexp_extract(t, '^\d+') AS INTEGER) > try_cast(regexp_extract(t, '\((\d+)', 1) AS INTEGER))) = 0;

CREATE OR REPLACE TEMP MACRO gia_scores(tokens) AS
    list_transform(tokens, lambda t: CASE WHEN t = '+' THEN 1::TINYINT WHEN t = '-' THEN 0::TINYINT WHEN t = 'X' THEN NULL ELSE regexp_extract(t, '^\d+')::TINYINT END);

CREATE OR REPLACE TEMP MACRO gia_maxima(tokens) AS
    list_transform(tokens, lambda t: CASE WHEN t = '+' THEN 1::TINYINT WHEN contains(t, '(') THEN regexp_extract(t, '\((\d+)', 1)::TINYINT END);

-- A date in a title or a cell: 2026.06.02, 2026-06-02 or 02.06.2026.
CREATE OR REPLACE TEMP MACRO gia_date(c) AS
    coalesce(
        try_cast(replace(nullif(regexp_extract(c, '(?:^|\D)(20\d\d[.-]\d\d[.-]\d\d)(?:\D|$)', 1), ''), '.', '-') AS DATE),
        try_cast(regexp_replace(nullif(regexp_extract(c, '(?:^|\D)(\d\d\.\d\d\.20\d\d)(?:\D|$)', 1), ''), '^(\d\d)\.(\d\d)\.(\d{4})$', '\3-\2-\1') AS DATE));

-- A text as the vocabularies have it.
CREATE OR REPLACE TEMP MACRO gia_token(c) AS rtrim(replace(lower(msoko_text(c)), 'ё', 'е'), '.');
