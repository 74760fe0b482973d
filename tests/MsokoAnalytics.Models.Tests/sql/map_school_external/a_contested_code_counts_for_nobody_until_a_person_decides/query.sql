SELECT system, external_id, school_id FROM core.map_school_external WHERE system <> 'фисоко'
