-- All API keys, the newest first.
select key_id, name, role, owner, created_at, expires_at, revoked_at, last_used_at
from redline.api_key
order by created_at desc, key_id
