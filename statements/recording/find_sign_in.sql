-- The key, the person or the name that somebody signed in with, as long as the sign-in lasts.
select sign_in.key_id, sign_in.person_id, sign_in.owner as named,
  case
    when sign_in.key_id is null and sign_in.person_id is null then 'owner'
    else coalesce(key.role, person.role)
  end as role,
  case
    when sign_in.key_id is null and sign_in.person_id is null then sign_in.owner
    when coalesce(key.role, person.role) = 'owner' then coalesce(key.owner, person.owner)
  end as owner,
  least(key.expires_at, sign_in.expires_at) as expires_at, key.revoked_at
from redline.sign_in
left join redline.api_key key using (key_id)
left join redline.person using (person_id)
where sign_in.token_hash = :'token_hash'::bytea and sign_in.expires_at > now()
