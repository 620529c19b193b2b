-- Notes that a run of retention begins.
select redline.begin_retention_run(:'run_by'::text) as run_id
