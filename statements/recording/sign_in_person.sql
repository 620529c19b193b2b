-- Notes that a person signed in, for so many seconds, and forgets sign-ins that have run out.
with ended as (
  delete from redline.sign_in where expires_at <= now()
)
insert into redline.sign_in (token_hash, person_id, owner, expires_at)
values (
  :'token_hash'::bytea, :'person_id'::uuid, nullif(:'owner'::text, ''),
  now() + make_interval(secs => :'seconds'::double precision)
)
