-- The calls of tools in an owner's exchanges.
select
  interaction_id, ordinal, occurred_at, recorded_at, tool, status, failed, signature, duration_ms,
  model
from redline.tool_call
where owner = :'owner'::text
order by occurred_at, interaction_id, ordinal
