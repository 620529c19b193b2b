-- The tool calls of a batch of interactions.
insert into redline.tool_call (
  owner, occurred_at, interaction_id, ordinal, recorded_at, tool, status, failed, signature,
  duration_ms, model
)
select *
from unnest(
  :'owner'::text[], :'occurred_at'::timestamptz[], :'interaction_id'::text[],
  :'ordinal'::integer[], :'recorded_at'::timestamptz[], :'tool'::text[], :'status'::text[],
  :'failed'::bool[], :'signature'::text[], :'duration_ms'::float8[], :'model'::text[]
)
