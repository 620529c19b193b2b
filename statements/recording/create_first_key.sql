-- Makes the first key of all, where there is none; two servers that start together make one.
insert into redline.api_key (key_hash, name, role)
select :'key_hash'::bytea, :'name'::text, 'admin'
where not exists (select from redline.api_key)
returning key_id, name, role, owner, created_at, expires_at, revoked_at, last_used_at
