-- An owner's exchanges with assistants.
select
  interaction_id, occurred_at, recorded_at, thread_id, user_message, assistant_response,
  case
    when redline.is_kept(
        owner, recorded_at, (select redline.kept_since('tool_content')),
        (select redline.agreed_since('tool_content'))
      )
      or owner = any ((select redline.held_owners())::text[]) then tool_calls
    else redline.without_tool_content(tool_calls)
  end as tool_calls,
  tool_content_removed_at, metadata, extra, model, source, assistant_id, tokens_used, latency_ms, call_count,
  failed_call_count, repeats_previous
from redline.interaction
where owner = :'owner'::text
order by occurred_at, interaction_id
