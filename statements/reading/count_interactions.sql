-- How many interactions an owner has, in all or in one thread.
select count(*) as interactions
from redline.interaction
where owner = :'owner'::text
  and (:'thread_id'::text = '' or thread_id = :'thread_id'::text)
  and (redline.is_kept(
      owner, recorded_at, (select redline.kept_since('interaction')),
      (select redline.agreed_since('interaction'))
    )
    or owner = any ((select redline.held_owners())::text[]))
