-- What waits to be measured, and what is set aside after too many tries.
select
  count(*) filter (where tries < :'try_limit'::integer) as waiting,
  count(*) filter (where tries >= :'try_limit'::integer) as set_aside,
  min(since) filter (where tries < :'try_limit'::integer) as oldest
from redline.pending_measure
