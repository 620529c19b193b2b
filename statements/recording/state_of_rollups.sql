-- What has been recorded and is not in the roll-ups yet.
select
  (select is_built from redline.rollup_state) as is_built,
  coalesce(sum(items), 0)::bigint as waiting,
  min(queued_at) as oldest,
  min(id) as first_entry,
  max(id) as last_entry
from redline.rollup_pending
