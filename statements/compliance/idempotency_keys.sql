-- Requests of an owner that could be sent again.
select idempotency_key, record_id, accepted_at
from redline.idempotency_key
where owner = :'owner'::text
order by idempotency_key
