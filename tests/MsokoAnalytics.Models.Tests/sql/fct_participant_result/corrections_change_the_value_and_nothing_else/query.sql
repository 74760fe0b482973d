SELECT sheet_no, row_no, primary_score, mark, journal_mark, journal_state FROM core.fct_participant_result
