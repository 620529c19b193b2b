-- An owner's conversations.
select thread_id, last_at, last_id, recorded_at
from redline.thread
where owner = :'owner'::text
order by thread_id
