SELECT t.work_id, t.task_no, t.task, t.code_system, t.code, t.code_name, t.code_status
FROM core.map_task_skill AS t
