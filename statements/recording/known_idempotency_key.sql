-- What the first request with an Idempotency-Key fixed.
select digest, record_id, accepted_at
from redline.idempotency_key
where owner = :'owner'::text and idempotency_key = :'idempotency_key'::text
