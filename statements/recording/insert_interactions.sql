-- Interactions that called no tools, a batch in one statement.
with queued as (
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
)
insert into redline.interaction (
  owner, occurred_at, interaction_id, recorded_at, thread_id, user_message, assistant_response,
  tool_calls, metadata, extra, model, source, assistant_id, tokens_used, latency_ms, call_count,
  failed_call_count, repeats_previous, request_key
)
select *
from unnest(
  :'owner'::text[], :'occurred_at'::timestamptz[], :'interaction_id'::text[],
  :'recorded_at'::timestamptz[], :'thread_id'::text[], :'user_message'::text[],
  :'assistant_response'::text[], :'tool_calls'::json[], :'metadata'::json[], :'extra'::json[],
  :'model'::text[], :'source'::text[], :'assistant_id'::text[], :'tokens_used'::bigint[],
  :'latency_ms'::float8[], :'call_count'::integer[], :'failed_call_count'::integer[],
  :'repeats_previous'::bool[], :'request_key'::bigint[]
)
