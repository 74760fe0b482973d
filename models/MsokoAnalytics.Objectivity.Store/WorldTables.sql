CREATE OR REPLACE TEMP TABLE world_school (school_no INTEGER, school_id VARCHAR);
CREATE OR REPLACE TEMP TABLE world_work (
  work_no INTEGER, work_id VARCHAR, year INTEGER, academic_year VARCHAR, grade INTEGER, subject VARCHAR, max_score INTEGER, min_3 INTEGER, min_4 INTEGER, min_5 INTEGER, maxima TINYINT[]
);
CREATE OR REPLACE TEMP TABLE world_class (class_no INTEGER, class_label VARCHAR);
CREATE OR REPLACE TEMP TABLE world_row (work_no INTEGER, school_no INTEGER, class_no INTEGER, pupil_no INTEGER, score INTEGER, journal INTEGER, items TINYINT[]);
