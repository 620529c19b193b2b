-- How many interactions an owner has, in all or in one thread.
select count(*) as interactions
from redline.interaction
where owner = :'owner'::text
  and (:'thread_id'::text = '' or thread_id = :'thread_id'::text)
  and recorded_at > (select redline.kept_since('interaction'))
