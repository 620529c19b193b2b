-- The owners who have a time of their own.
select owner, kind, days, agreed_by, created_at, reason
from redline.owner_retention
order by owner, kind
