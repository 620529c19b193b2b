-- The API key with that hash.
select key_id, name, role, owner, created_at, expires_at, revoked_at, last_used_at
from redline.api_key
where key_hash = :'key_hash'::bytea
