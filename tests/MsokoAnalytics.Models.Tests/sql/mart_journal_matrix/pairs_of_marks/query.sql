SELECT scope, mark, journal_mark, n FROM marts.mart_journal_matrix WHERE scope = 'school'
