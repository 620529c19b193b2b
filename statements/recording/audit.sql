-- Adds an entry to the audit trail, in the transaction of what it tells of.
select redline.audit(
  action => :'action'::text,
  owners => :'owners'::text[],
  records => :'records'::bigint,
  query => :'query'::text,
  detail => :'detail'::jsonb,
  actor => :'actor'::text,
  role => :'role'::text,
  source => :'source'::text
) as entry_id
