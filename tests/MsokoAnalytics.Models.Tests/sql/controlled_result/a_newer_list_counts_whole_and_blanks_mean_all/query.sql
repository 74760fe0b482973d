SELECT year, school_id, grade, subject, class_label, observers, document FROM core.controlled_result
