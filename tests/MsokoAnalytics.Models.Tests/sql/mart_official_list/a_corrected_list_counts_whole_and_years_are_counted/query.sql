SELECT list, year, school_id, works, markers, n_markers_counted, n_markers_stated, n_years_listed, document FROM marts.mart_official_list
