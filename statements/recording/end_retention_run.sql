-- Notes what a run of retention did.
select redline.end_retention_run(
  :'run_id'::bigint, :'weeks'::integer, :'removed'::bigint, :'contents'::bigint,
  :'freed_bytes'::bigint
)
