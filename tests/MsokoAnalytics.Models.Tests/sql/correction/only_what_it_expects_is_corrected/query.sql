SELECT row_no, target_row, actual, status FROM core.correction
