-- Texts of local tables in the form in which they are compared; the same as HeaderKey.Fold of the program.
CREATE OR REPLACE TEMP MACRO msoko_header_key(c) AS
    translate(regexp_replace(lower(c), '[\s\x{00A0}\x{202F}\x{200B}\x{FEFF}"''«»“”„:]', '', 'g'), 'ёabcehkmoptxyi', 'еавсенкмортхуі');
