-- Interactions that called no tools, a batch in one statement.
-- A value is taken out of its array by its place, because unnest keeps each array's values in a store
-- of its own. The place is counted from the start each time: this is for a hundred rows or two.
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
