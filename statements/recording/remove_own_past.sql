-- Removes rows that are past the time of their owner's own, at most about so many.
select records, removed, array_to_string(touched, ' ') as touched
from redline.remove_own_past(:'kind'::text, :'most_rows'::integer)
