-- Keeping the roll-ups: what waits goes in, all is counted afresh, an owner is taken out.

-- What waits goes into the roll-ups, the oldest entries first, at least one and as many as have so
-- many items together; gives back how many entries it took. To be called with the advisory
-- lock of redline.rollup_lock() held and at isolation level repeatable read: the entries and the
-- records have to be those of one moment.
create function redline.roll_up(most_items integer default 40000) returns integer
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  taken redline.rollup_pending[];
  owners text[];
  ids uuid[];
  interactions redline.rollup_interaction[];
  calls redline.rollup_call[];
begin
  if current_setting('transaction_isolation') <> 'repeatable read' then
    raise exception 'roll_up needs a transaction at isolation level repeatable read';
  end if;
  with entry as (
    delete from redline.rollup_pending
    where id in (
      select id
      from (
        select id, sum(items) over (order by id) - items as before
        from redline.rollup_pending
      ) waiting
      where before < most_items
    )
    returning rollup_pending
  )
  select array_agg(rollup_pending) into taken from entry;
  if taken is null then
    return 0;
  end if;

  select array_agg(workflow.owner), array_agg(workflow.workflow_id) into owners, ids
  from unnest(taken) as entry
  cross join lateral unnest(entry.owner, entry.workflow_id) as workflow (owner, workflow_id)
  where entry.kind = 'workflow';
  if owners is not null then
    perform redline.roll_up_workflows(owners, ids);
  end if;

  select array_agg(row(
    1, given.owner, given.occurred_at, given.thread_id, given.model, given.source,
    given.tokens_used, given.latency_ms, given.call_count, given.failed_call_count,
    given.repeats_previous
  )::redline.rollup_interaction) into interactions
  from unnest(taken) as entry
  cross join lateral unnest(
    entry.owner, entry.occurred_at, entry.thread_id, entry.model, entry.source,
    entry.tokens_used, entry.latency_ms, entry.call_count, entry.failed_call_count,
    entry.repeats_previous
  ) as given (
    owner, occurred_at, thread_id, model, source, tokens_used, latency_ms, call_count,
    failed_call_count, repeats_previous
  )
  where entry.kind = 'interaction';
  if interactions is not null then
    perform redline.roll_up_interactions(interactions);
  end if;

  -- Where another message came in between: it repeats the one before it now, or no longer does.
  insert into redline.rollup_activity as known
  select
    (given.occurred_at at time zone 'UTC')::date as day,
    case
      when grouping(given.model) = 0 then 'model'
      when grouping(given.source) = 0 then 'source'
      else ''
    end,
    coalesce(given.model, given.source),
    numbered.number / 4096 as chunk,
    0::bit(4096), 0, 0, 0, 0, sum(case when given.repeats_previous then 1 else -1 end), 0, 0
  from unnest(taken) as entry
  cross join lateral unnest(
    entry.owner, entry.occurred_at, entry.model, entry.source, entry.repeats_previous
  ) as given (owner, occurred_at, model, source, repeats_previous)
  join redline.rollup_owner numbered on numbered.owner = given.owner
  where entry.kind = 'repeat'
  group by day, chunk, grouping sets ((), (given.model), (given.source))
  on conflict on constraint rollup_activity_key do update set
    repeats = known.repeats + excluded.repeats;

  select array_agg(row(
    1, given.owner, given.occurred_at, given.tool, given.model, given.failed, given.signature,
    given.duration_ms,
    redline.call_place(given.occurred_at, given.ordinal, given.owner, given.interaction_id)
  )::redline.rollup_call) into calls
  from unnest(taken) as entry
  cross join lateral unnest(
    entry.owner, entry.occurred_at, entry.interaction_id, entry.ordinal, entry.tool, entry.model,
    entry.failed, entry.signature, entry.duration_ms
  ) as given (
    owner, occurred_at, interaction_id, ordinal, tool, model, failed, signature, duration_ms
  )
  where entry.kind = 'tool_call';
  if calls is not null then
    perform redline.roll_up_calls(calls);
  end if;
  return cardinality(taken);
end $$;

-- The first day of which all records are still there: what lies before it cannot be counted afresh.
create function redline.first_whole_day(kind text) returns date
  language sql stable
  set search_path = pg_catalog
  return (
    select greatest(
      min(week),
      (
        select case kind when 'export' then exports_whole_from else interactions_whole_from end
        from redline.rollup_state
      )
    )
    from redline.partition_week
    where relation = case kind when 'export' then 'export_stage' else 'interaction' end
  );

-- Puts all records into rollup_pending, in entries of a thousand, but for those of days that are
-- not all there any more.
create function redline.queue_all_records() returns void
  language sql
  set search_path = pg_catalog
begin atomic
  insert into redline.rollup_pending (kind, owner, workflow_id)
  select 'workflow', array_agg(owner), array_agg(workflow_id)
  from (
    select owner, workflow_id, (row_number() over (order by started_at) - 1) / 1000 as entry
    from redline.workflow
    where started_at >= redline.first_whole_day('export')::timestamp at time zone 'UTC'
  ) numbered
  group by entry
  order by entry;

  insert into redline.rollup_pending (
    kind, owner, occurred_at, interaction_id, thread_id, model, source, tokens_used, latency_ms,
    call_count, failed_call_count, repeats_previous
  )
  select
    'interaction', array_agg(owner), array_agg(occurred_at), array_agg(interaction_id),
    array_agg(thread_id), array_agg(model), array_agg(source), array_agg(tokens_used),
    array_agg(latency_ms), array_agg(call_count), array_agg(failed_call_count),
    array_agg(repeats_previous)
  from (
    select *, (row_number() over (order by occurred_at) - 1) / 1000 as entry
    from (
      select
        owner, occurred_at, interaction_id, thread_id, model, source, tokens_used, latency_ms,
        call_count, failed_call_count, repeats_previous
      from redline.interaction
      where occurred_at
        >= redline.first_whole_day('interaction')::timestamp at time zone 'UTC'
    ) narrow
  ) numbered
  group by entry
  order by entry;

  insert into redline.rollup_pending (
    kind, owner, occurred_at, interaction_id, ordinal, tool, model, failed, signature, duration_ms
  )
  select
    'tool_call', array_agg(owner), array_agg(occurred_at), array_agg(interaction_id),
    array_agg(ordinal), array_agg(tool), array_agg(model), array_agg(failed),
    array_agg(signature), array_agg(duration_ms)
  from (
    select *, (row_number() over (order by occurred_at) - 1) / 1000 as entry
    from redline.tool_call
    where occurred_at
      >= redline.first_whole_day('interaction')::timestamp at time zone 'UTC'
  ) numbered
  group by entry
  order by entry;
end;

-- Counts all records afresh, in the place of what the roll-ups had. Readers have the old figures
-- until it ends. As roll_up, with the lock and at repeatable read.
create function redline.rebuild_rollups() returns void
  language plpgsql security definer
  set search_path = pg_catalog
as $$
begin
  if current_setting('transaction_isolation') <> 'repeatable read' then
    raise exception 'rebuild_rollups needs a transaction at isolation level repeatable read';
  end if;
  delete from redline.rollup_pending;
  delete from redline.rollup_counted
  where started_at >= redline.first_whole_day('export')::timestamp at time zone 'UTC';
  delete from redline.rollup_thread_day where day >= redline.first_whole_day('interaction');
  delete from redline.rollup_review where day >= redline.first_whole_day('export');
  delete from redline.rollup_field where day >= redline.first_whole_day('export');
  delete from redline.rollup_workflow where day >= redline.first_whole_day('export');
  delete from redline.rollup_outcome where day >= redline.first_whole_day('export');
  delete from redline.rollup_preference where day >= redline.first_whole_day('export');
  delete from redline.rollup_confidence where day >= redline.first_whole_day('export');
  delete from redline.rollup_correction where day >= redline.first_whole_day('export');
  delete from redline.rollup_correction_span
  using redline.rollup_span joined
  where joined.span = rollup_correction_span.span
    and joined.first_day >= redline.first_whole_day('export');
  delete from redline.rollup_span where first_day >= redline.first_whole_day('export');
  delete from redline.rollup_activity where day >= redline.first_whole_day('interaction');
  delete from redline.rollup_thread where day >= redline.first_whole_day('interaction');
  delete from redline.rollup_tool where day >= redline.first_whole_day('interaction');
  delete from redline.rollup_failure where day >= redline.first_whole_day('interaction');
  delete from redline.rollup_histogram
  where day >= redline.first_whole_day('interaction') and measure in ('latency_ms', 'duration_ms');
  delete from redline.rollup_histogram
  where day >= redline.first_whole_day('export')
    and measure not in ('latency_ms', 'duration_ms');
  perform redline.queue_all_records();
  while redline.roll_up() > 0 loop
  end loop;
  perform redline.join_days('0');
  update redline.rollup_state set is_built = true;
end $$;

-- Takes all that was counted of an owner out of the roll-ups, while the records are still there. As
-- roll_up, with the lock and at repeatable read, and when nothing is pending.
create function redline.forget_in_rollups(forgotten text) returns void
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  ids uuid[];
  items redline.rollup_interaction[];
  calls redline.rollup_call[];
  numbered integer;
begin
  if current_setting('transaction_isolation') <> 'repeatable read' then
    raise exception 'forget_in_rollups needs a transaction at isolation level repeatable read';
  end if;
  if exists (select from redline.rollup_pending) then
    raise exception 'roll up what is pending first'
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  ids := array(select workflow_id from redline.rollup_counted where owner = forgotten);
  perform redline.roll_up_workflows(array_fill(forgotten, array[cardinality(ids)]), ids, true);

  select array_agg(row(
    -1, owner, occurred_at, thread_id, model, source, tokens_used, latency_ms, call_count,
    failed_call_count, repeats_previous
  )::redline.rollup_interaction) into items
  from redline.interaction where owner = forgotten;
  if items is not null then
    perform redline.roll_up_interactions(items);
  end if;
  perform redline.forget_threads(forgotten);

  select array_agg(row(
    -1, owner, occurred_at, tool, model, failed, signature, duration_ms,
    redline.call_place(occurred_at, ordinal, owner, interaction_id)
  )::redline.rollup_call) into calls
  from redline.tool_call where owner = forgotten;
  if calls is not null then
    perform redline.roll_up_calls(calls);
    perform redline.recount_failures(calls);
  end if;

  select number into numbered from redline.rollup_owner where owner = forgotten;
  update redline.rollup_activity
  set owners = set_bit(owners, numbered % 4096, 0)
  where owner_chunk = numbered / 4096 and get_bit(owners, numbered % 4096) = 1;
  -- Of days whose records have gone, spans have the owner still.
  update redline.rollup_correction_span
  set owners = set_bit(owners, numbered % 4096, 0)
  where owner_chunk = numbered / 4096 and get_bit(owners, numbered % 4096) = 1;
  update redline.rollup_correction_span
  set earliest = redline.correction_place(
    redline.place_time(earliest), redline.place_time(earliest),
    '00000000-0000-0000-0000-000000000000', 0::smallint, 0, ''
  )
  where split_part(earliest, '/', 6) = forgotten;
  delete from redline.rollup_owner where owner = forgotten;
end $$;

-- Cells from which failures went away, counted afresh without the owner of those.
create function redline.recount_failures(removed redline.rollup_call[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  gone_owner text := (removed[1]).owner;
  items redline.rollup_call[];
begin
  with gone as (
    select distinct
      (occurred_at at time zone 'UTC')::date as day, tool,
      redline.signature_digest(signature) as digest
    from unnest(removed) where failed
  ), deleted as (
    delete from redline.rollup_failure cell
    using gone
    where cell.day = gone.day and cell.tool = gone.tool
      and cell.digest is not distinct from gone.digest
  )
  select array_agg(row(
    1, call.owner, call.occurred_at, call.tool, call.model, true, call.signature,
    call.duration_ms,
    redline.call_place(call.occurred_at, call.ordinal, call.owner, call.interaction_id)
  )::redline.rollup_call) into items
  from gone
  join redline.tool_call call
    on call.tool = gone.tool
    and redline.signature_digest(call.signature) is not distinct from gone.digest
    and call.occurred_at >= gone.day::timestamp at time zone 'UTC'
    and call.occurred_at < (gone.day + 1)::timestamp at time zone 'UTC'
  where call.failed and call.owner <> gone_owner;
  perform redline.add_failures(items);
end $$;

do $$
declare
  relation text;
begin
  foreach relation in array array[
    'rollup_review', 'rollup_field', 'rollup_workflow', 'rollup_histogram', 'rollup_correction',
    'rollup_activity', 'rollup_thread', 'rollup_tool', 'rollup_failure'
  ] loop
    -- Figures of everybody: for whoever reads everybody's, and nobody else.
    execute format(
      'grant select on redline.%I to redline_analyst, redline_miner, redline_compliance, '
      'redline_admin', relation
    );
  end loop;
end $$;
grant insert, select (id, queued_at, items) on redline.rollup_pending to redline_recorder;
grant select (queued_at) on redline.rollup_pending to
  redline_owner, redline_analyst, redline_miner, redline_compliance, redline_admin;
grant select on redline.rollup_state to
  redline_recorder, redline_owner, redline_analyst, redline_miner, redline_compliance,
  redline_admin;
revoke execute on function
  redline.roll_up(integer), redline.rebuild_rollups(), redline.forget_in_rollups(text)
from public;
grant execute on function redline.roll_up(integer), redline.rebuild_rollups() to redline_recorder;

-- The first day whose records are all there and all within their time: from there on the roll-ups
-- can be held against them.
create function redline.first_verifiable_day() returns date
  language sql stable
  set search_path = pg_catalog
  return greatest(
    least((select min(week) from redline.partition_week), current_date),
    (select greatest(exports_whole_from, interactions_whole_from) from redline.rollup_state),
    (
      select max((started_at at time zone 'UTC')::date) + 1
      from redline.workflow where kept_from <= redline.kept_since('export')
    ),
    (
      select max((occurred_at at time zone 'UTC')::date) + 1
      from redline.interaction_key where recorded_at <= redline.kept_since('interaction')
    )
  );
