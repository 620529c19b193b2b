-- What a run of retention would do now, by week.
select kind, week::text as week, gone, stay, bytes, is_due
from redline.retention_plan()
order by week, kind
