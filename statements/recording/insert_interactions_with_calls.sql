-- Interactions with their tool calls, a batch in one statement.
-- A value is taken out of its array by its place, because unnest keeps each array's values in a store
-- of its own. The place is counted from the start each time: this is for a hundred rows or two.
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
  select
    (:'call_owner'::text[])[row], (:'call_occurred_at'::timestamptz[])[row],
    (:'call_interaction_id'::text[])[row], (:'call_ordinal'::integer[])[row],
    (:'call_recorded_at'::timestamptz[])[row], (:'call_tool'::text[])[row],
    (:'call_status'::text[])[row], (:'call_failed'::bool[])[row],
    (:'call_signature'::text[])[row], (:'call_duration_ms'::float8[])[row],
    (:'call_model'::text[])[row]
  from generate_series(1, cardinality(:'call_owner'::text[])) as row
)
insert into redline.interaction (
  owner, occurred_at, interaction_id, recorded_at, thread_id, user_message, assistant_response,
  tool_calls, metadata, extra, model, source, assistant_id, tokens_used, latency_ms, call_count,
  failed_call_count, repeats_previous, request_key
)
select
  (:'owner'::text[])[row], (:'occurred_at'::timestamptz[])[row], (:'interaction_id'::text[])[row],
  (:'recorded_at'::timestamptz[])[row], (:'thread_id'::text[])[row],
  (:'user_message'::text[])[row], (:'assistant_response'::text[])[row],
  (:'tool_calls'::json[])[row], (:'metadata'::json[])[row], (:'extra'::json[])[row],
  (:'model'::text[])[row], (:'source'::text[])[row], (:'assistant_id'::text[])[row],
  (:'tokens_used'::bigint[])[row], (:'latency_ms'::float8[])[row],
  (:'call_count'::integer[])[row], (:'failed_call_count'::integer[])[row],
  (:'repeats_previous'::bool[])[row], (:'request_key'::bigint[])[row]
from generate_series(1, cardinality(:'owner'::text[])) as row
