-- Notes that somebody signed in with a key, for so many seconds, and forgets sign-ins that have run
-- out.
with ended as (
  delete from redline.sign_in where expires_at <= now()
)
insert into redline.sign_in (token_hash, key_id, owner, expires_at)
values (
  :'token_hash'::bytea, :'key_id'::uuid, nullif(:'owner'::text, ''),
  now() + make_interval(secs => :'seconds'::double precision)
)
