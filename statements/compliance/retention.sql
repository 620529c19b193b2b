-- For how many days an owner's records are kept, where that is not as long as everybody's.
select kind, days, agreed_by, reason, created_at
from redline.owner_retention
where owner = :'owner'::text
order by kind
