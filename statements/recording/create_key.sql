-- Makes an API key; the key itself is not kept.
insert into redline.api_key (key_hash, name, role, owner, expires_at)
values (
  :'key_hash'::bytea, :'name'::text, :'role'::text, nullif(:'owner'::text, ''),
  nullif(:'expires_at'::text, '')::timestamptz
)
returning key_id, name, role, owner, created_at, expires_at, revoked_at, last_used_at
