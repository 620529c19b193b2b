-- One message, by its whole key.
select occurred_at, interaction_id, user_message, repeats_previous
from redline.interaction
where owner = :'owner'::text
  and occurred_at = :'occurred_at'::timestamptz
  and interaction_id = :'interaction_id'::text
