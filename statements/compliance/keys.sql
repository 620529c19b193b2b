-- The keys that open an owner's records.
select key_id, name, role, created_at, expires_at, revoked_at, last_used_at
from redline.api_key
where owner = :'owner'::text
order by created_at, key_id
