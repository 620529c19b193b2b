-- Legal holds, the newest first: those in force, or those that were as well.
select hold_id, owner, reason, placed_by, placed_at, released_by, released_at
from redline.owner_hold
where (:'owner'::text = '' or owner = :'owner'::text)
  and (:'released'::boolean or released_at is null)
order by placed_at desc, hold_id
