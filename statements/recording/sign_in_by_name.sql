-- Notes that a trusted network named somebody, for so many seconds, and forgets sign-ins that have
-- run out.
with ended as (
  delete from redline.sign_in where expires_at <= now()
)
insert into redline.sign_in (token_hash, owner, expires_at)
values (
  :'token_hash'::bytea, :'owner'::text, now() + make_interval(secs => :'seconds'::double precision)
)
