-- The tool calls of many interactions.
copy redline.tool_call (
  owner, occurred_at, interaction_id, ordinal, recorded_at, tool, status, failed, signature,
  duration_ms, model
) from stdin (format binary)
