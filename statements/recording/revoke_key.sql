-- Revokes an API key; a key that is revoked already keeps its time.
update redline.api_key set revoked_at = coalesce(revoked_at, now())
where key_id::text = :'key_id'::text
returning key_id, name, role, owner, created_at, expires_at, revoked_at, last_used_at
