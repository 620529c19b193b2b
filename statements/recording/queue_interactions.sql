-- What the roll-ups need of interactions that were written by COPY.
insert into redline.rollup_pending (
  kind, owner, occurred_at, interaction_id, thread_id, model, source, tokens_used, latency_ms,
  call_count, failed_call_count, repeats_previous
)
values (
  'interaction', :'owner'::text[], :'occurred_at'::timestamptz[], :'interaction_id'::text[],
  :'thread_id'::text[], :'model'::text[], :'source'::text[], :'tokens_used'::bigint[],
  :'latency_ms'::float8[], :'call_count'::integer[], :'failed_call_count'::integer[],
  :'repeats_previous'::bool[]
)
