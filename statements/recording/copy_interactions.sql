-- Interactions, many at once.
copy redline.interaction (
  owner, occurred_at, interaction_id, recorded_at, thread_id, user_message, assistant_response,
  tool_calls, metadata, extra, model, source, assistant_id, tokens_used, latency_ms, call_count,
  failed_call_count, repeats_previous, request_key
) from stdin (format binary)
