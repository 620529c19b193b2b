-- Notes that a sign-in that was begun came back; nothing where it came back before.
with ended as (
  delete from redline.returned_state where expires_at <= now()
)
insert into redline.returned_state (state_hash, expires_at)
values (
  :'state_hash'::bytea, now() + make_interval(secs => :'seconds'::double precision)
)
on conflict (state_hash) do nothing
returning true as is_first
