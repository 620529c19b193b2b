-- The tool calls of a batch of interactions.
with queued as (
  insert into redline.rollup_pending (
    kind, owner, occurred_at, interaction_id, ordinal, tool, model, failed, signature, duration_ms
  )
  values (
    'tool_call', :'owner'::text[], :'occurred_at'::timestamptz[], :'interaction_id'::text[],
    :'ordinal'::integer[], :'tool'::text[], :'model'::text[], :'failed'::bool[],
    :'signature'::text[], :'duration_ms'::float8[]
  )
)
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
