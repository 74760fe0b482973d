SELECT school_id, version_no, valid_from_year, valid_to_year, school_name, name_source, school_type FROM core.dim_school_version
