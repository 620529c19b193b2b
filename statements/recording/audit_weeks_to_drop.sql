-- The weeks that the chain says are pruned, and what is still there of them.
select
  weeks.week,
  weeks.partition,
  exists (
    select from pg_inherits
    where inhrelid = to_regclass(format('redline.%I', weeks.partition))
  ) as is_attached,
  exists (
    select from pg_inherits
    where inhrelid = to_regclass(format('redline.%I', weeks.partition)) and inhdetachpending
  ) as is_half_detached,
  to_regclass(format('redline.%I', weeks.partition)) is not null as is_there
from redline.audit_weeks_to_drop() weeks
