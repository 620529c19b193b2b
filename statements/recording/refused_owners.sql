-- Of whom nothing may be recorded: they are being erased, or were and are refused since. Nobody is
-- looked for where nobody ever was.
select owner, is_under_way
from redline.refused_owners(:'owner'::text[])
where (select is_known from redline.any_erasure)
