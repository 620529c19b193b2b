-- Notes that a key was used, at most once a minute.
update redline.api_key set last_used_at = now()
where key_id::text = :'key_id'::text
  and (last_used_at is null or last_used_at < now() - interval '1 minute')
