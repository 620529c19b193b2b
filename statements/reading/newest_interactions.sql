-- Where everybody's newest interactions lie, the newest first: so many of a period, behind a place.
select owner, interaction_id as id, occurred_at as at
from redline.interaction_key
where (redline.is_kept(
      owner, recorded_at, (select redline.kept_since('interaction')),
      (select redline.agreed_since('interaction'))
    )
    or owner = any ((select redline.held_owners())::text[]))
  and (:'from'::text = '' or occurred_at >= nullif(:'from'::text, '')::timestamptz)
  and (:'to'::text = '' or occurred_at < nullif(:'to'::text, '')::timestamptz)
  and (
    :'last_at'::text = ''
    or (occurred_at, interaction_id collate "C")
      < (nullif(:'last_at'::text, '')::timestamptz, :'last_id'::text collate "C")
  )
order by occurred_at desc, interaction_id collate "C" desc
limit :'most'::bigint
