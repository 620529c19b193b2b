-- The interactions of the next owners, thread by thread, from the oldest on; an interaction without
-- a thread is one of its own. Empty parameters are none.
with next_owner as materialized (
  select distinct owner
  from redline.interaction
  where redline.is_kept(
      owner, recorded_at, (select redline.kept_since('interaction')),
      (select redline.agreed_since('interaction'))
    )
    and recorded_at <= :'recorded_by'::timestamptz
    and (:'owner'::text = '' or owner = :'owner'::text)
    and (:'from'::text = '' or occurred_at >= nullif(:'from'::text, '')::timestamptz)
    and (:'to'::text = '' or occurred_at < nullif(:'to'::text, '')::timestamptz)
    and (:'last_owner'::text = '' or owner > :'last_owner'::text)
  order by owner
  limit :'limit'::bigint
)
select
  interaction.owner, thread_id, occurred_at, interaction_id, user_message, assistant_response,
  tool_calls, failed_call_count, repeats_previous,
  call_count > 0 and (
    tool_content_removed_at is not null
    or not redline.is_kept(
        interaction.owner, recorded_at, (select redline.kept_since('tool_content')),
        (select redline.agreed_since('tool_content'))
      )
  ) as has_lost_content
from next_owner
join redline.interaction on interaction.owner = next_owner.owner
where redline.is_kept(
    interaction.owner, recorded_at, (select redline.kept_since('interaction')),
    (select redline.agreed_since('interaction'))
  )
  and recorded_at <= :'recorded_by'::timestamptz
  and (:'from'::text = '' or occurred_at >= nullif(:'from'::text, '')::timestamptz)
  and (:'to'::text = '' or occurred_at < nullif(:'to'::text, '')::timestamptz)
  and (:'model'::text = '' or model = :'model'::text)
order by
  interaction.owner, thread_id is null, coalesce(thread_id, interaction_id) collate "C",
  occurred_at, interaction_id collate "C"
