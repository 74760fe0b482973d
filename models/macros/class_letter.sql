-- Letter of a class without its grade: «4 "а"», «4А», «A» (Latin) → А; nothing left → NULL. The same as the intake's msoko_class_label.
(class_name) AS
nullif(translate(upper(regexp_replace(
  regexp_replace(class_name, '^\s*\d{1,2}\s*(класс|кл\.?)?', '', 'i'),
  '[\s\x{00A0}"''«»„“”\-–_.()№]', '', 'g')), 'ABCEHKMOPTXY', 'АВСЕНКМОРТХУ'), '')
