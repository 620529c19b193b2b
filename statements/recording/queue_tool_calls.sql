-- What the roll-ups need of calls of tools that were written by COPY.
insert into redline.rollup_pending (
  kind, owner, occurred_at, interaction_id, ordinal, tool, model, failed, signature, duration_ms
)
values (
  'tool_call', :'owner'::text[], :'occurred_at'::timestamptz[], :'interaction_id'::text[],
  :'ordinal'::integer[], :'tool'::text[], :'model'::text[], :'failed'::bool[],
  :'signature'::text[], :'duration_ms'::float8[]
)
