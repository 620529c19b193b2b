-- What a run of retention would remove now of owners who have a time of their own, row by row.
select owner, kind, gone, bytes
from redline.own_past_plan()
order by owner, kind
