-- Interactions, newest first: a page of them, of one owner or of all (empty). See export_history about
-- the places and owners.
select
  owner, occurred_at, interaction_id, thread_id, user_message, assistant_response,
  case
    when redline.is_kept(
        owner, recorded_at, (select redline.kept_since('tool_content')),
        (select redline.agreed_since('tool_content'))
      )
      or owner = any ((select redline.held_owners())::text[]) then tool_calls
    else redline.without_tool_content(tool_calls)
  end as tool_calls,
  metadata, extra, repeats_previous, recorded_at
from redline.interaction
where (:'owner'::text = '' or owner = :'owner'::text)
  and (:'owners'::text[] is null or owner = any (array(select unnest(:'owners'::text[]))))
  and (redline.is_kept(
      owner, recorded_at, (select redline.kept_since('interaction')),
      (select redline.agreed_since('interaction'))
    )
    or owner = any ((select redline.held_owners())::text[]))
  and (:'thread_id'::text = '' or thread_id = :'thread_id'::text)
  and (:'from'::text = '' or occurred_at >= nullif(:'from'::text, '')::timestamptz)
  and (:'to'::text = '' or occurred_at < nullif(:'to'::text, '')::timestamptz)
  and (:'last_at'::text = '' or occurred_at <= nullif(:'last_at'::text, '')::timestamptz)
  and (
    :'last_at'::text = ''
    or (occurred_at, interaction_id collate "C")
      < (nullif(:'last_at'::text, '')::timestamptz, :'last_id'::text collate "C")
  )
  and (:'first_at'::text = '' or occurred_at >= nullif(:'first_at'::text, '')::timestamptz)
  and (
    :'first_at'::text = ''
    or (occurred_at, interaction_id collate "C")
      >= (nullif(:'first_at'::text, '')::timestamptz, :'first_id'::text collate "C")
  )
  and (
    :'search'::text = ''
    -- PostgreSQL takes no more than a megabyte of different words, in whatever script.
    or to_tsvector('simple', left(user_message, 50000) || ' ' || left(assistant_response, 50000))
      @@ websearch_to_tsquery('simple', :'search'::text)
  )
order by occurred_at desc, interaction_id collate "C" desc
limit :'limit'::bigint offset :'offset'::bigint
