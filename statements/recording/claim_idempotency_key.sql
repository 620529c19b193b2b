-- Fixes the id and the time of a record whose request has an Idempotency-Key; gives back nothing
-- where another request of the last day has fixed them already, and for an owner of whom nothing may
-- be recorded.
insert into redline.idempotency_key as known
  (owner, idempotency_key, digest, record_id, accepted_at)
select
  :'owner'::text, :'idempotency_key'::text, :'digest'::bytea, :'record_id'::text,
  :'accepted_at'::timestamptz
where not exists (select from redline.refused_owners(array[:'owner'::text]))
on conflict on constraint idempotency_key_pkey do update
  set digest = excluded.digest, record_id = excluded.record_id,
    accepted_at = excluded.accepted_at
  where known.accepted_at < excluded.accepted_at - interval '24 hours'
returning digest, record_id, accepted_at
