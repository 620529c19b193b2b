-- The API key with which somebody signed in, as long as the sign-in lasts.
select key_id, name, role, owner, key.created_at,
  least(key.expires_at, sign_in.expires_at) as expires_at, revoked_at, last_used_at
from redline.sign_in
join redline.api_key key using (key_id)
where sign_in.token_hash = :'token_hash'::bytea and sign_in.expires_at > now()
