-- Interactions with their tool calls, a batch in one statement.
with queued as (
  insert into redline.rollup_pending (
    kind, owner, occurred_at, interaction_id, thread_id, model, source, tokens_used, latency_ms,
    call_count, failed_call_count, repeats_previous, ordinal, tool, failed, signature, duration_ms
  )
  values
    (
      'interaction', :'owner'::text[], :'occurred_at'::timestamptz[], :'interaction_id'::text[],
      :'thread_id'::text[], :'model'::text[], :'source'::text[], :'tokens_used'::bigint[],
      :'latency_ms'::float8[], :'call_count'::integer[], :'failed_call_count'::integer[],
      :'repeats_previous'::bool[], null::integer[], null::text[], null::bool[], null::text[],
      null::float8[]
    ),
    (
      'tool_call', :'call_owner'::text[], :'call_occurred_at'::timestamptz[],
      :'call_interaction_id'::text[], null::text[], :'call_model'::text[], null::text[],
      null::bigint[], null::float8[], null::integer[], null::integer[], null::bool[],
      :'call_ordinal'::integer[], :'call_tool'::text[], :'call_failed'::bool[],
      :'call_signature'::text[], :'call_duration_ms'::float8[]
    )
), called as (
  insert into redline.tool_call (
    owner, occurred_at, interaction_id, ordinal, recorded_at, tool, status, failed, signature,
    duration_ms, model
  )
  select *
  from unnest(
    :'call_owner'::text[], :'call_occurred_at'::timestamptz[], :'call_interaction_id'::text[],
    :'call_ordinal'::integer[], :'call_recorded_at'::timestamptz[], :'call_tool'::text[],
    :'call_status'::text[], :'call_failed'::bool[], :'call_signature'::text[],
    :'call_duration_ms'::float8[], :'call_model'::text[]
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
