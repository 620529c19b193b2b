-- Roll-ups of requests: what the report common_requests reads over everybody.
--
-- As with pairs of values: a day is settled when its messages have been put together, from the
-- records, in one go. Messages that come to be counted afterwards are named beside it until it is
-- settled anew, and the report reads those few from the records. Where one of a settled day is
-- counted no longer or otherwise, the day is a matter of its records until it is settled anew.
--
-- Requests and wordings are known by numbers of this database's own. What of it is of a person goes
-- with the records, and by an erasure: these roll-ups do not outlive them.

create table redline.rollup_request_day (
  day date not null,
  is_settled boolean not null,
  -- Messages that are in what is settled, and those that came since.
  interactions integer not null default 0,
  waiting integer not null default 0,
  -- How many wordings there are of what is settled.
  wordings integer not null default 0,
  changed_at timestamptz not null default clock_timestamp(),
  -- The earliest of the records that were put together: by it they are out of date.
  kept_from timestamptz not null default 'infinity',
  constraint rollup_request_day_pkey primary key (day)
);

-- Messages that came to be counted since their day was settled.
create table redline.rollup_request_message (
  id bigint not null generated always as identity,
  day date not null,
  owner text[] not null,
  occurred_at timestamptz[] not null,
  interaction_id text[] not null,
  constraint rollup_request_message_pkey primary key (id)
);
create index rollup_request_message_of_day on redline.rollup_request_message (day);

create table redline.rollup_request (
  day date not null,
  request_number bigint not null,
  interactions integer not null,
  failures integer not null,
  repeats integer not null,
  last_at timestamptz not null,
  -- Numbers of the owners where they are few: of many, bits take less.
  owners integer[],
  constraint rollup_request_pkey primary key (day, request_number)
);

create table redline.rollup_request_owner (
  day date not null,
  request_number bigint not null,
  owner_chunk integer not null,
  owners bit(4096) not null,
  constraint rollup_request_owner_pkey primary key (day, request_number, owner_chunk)
);

create table redline.rollup_wording (
  day date not null,
  request_number bigint not null,
  wording_number bigint not null,
  uses integer not null,
  -- In characters.
  length integer not null,
  -- The most frequent one of its request that day; of equally frequent ones the shortest, of
  -- equally short ones the first.
  is_central boolean not null,
  -- The key of one of its messages, which has the text.
  example_owner text not null,
  example_at timestamptz not null,
  example_id text not null,
  example_kept_from timestamptz not null,
  constraint rollup_wording_pkey primary key (request_number, wording_number, day)
    include (uses, length, is_central)
);
-- The whole of a day is read from the index alone.
create index rollup_wording_of_day on redline.rollup_wording (day, request_number)
  include (wording_number, uses, length, is_central);

-- Of all days together: no period has more, so wordings of a few uses need not be looked at.
create table redline.rollup_wording_total (
  request_number bigint not null,
  wording_number bigint not null,
  uses integer not null,
  constraint rollup_wording_total_pkey primary key (request_number, wording_number)
) with (fillfactor = 70);
create index rollup_wording_total_most on redline.rollup_wording_total (request_number, uses desc)
  include (wording_number);

-- A number for a wording, of this database's own.
create function redline.wording_number(wording text, salt bigint) returns bigint
  language sql immutable parallel safe
  return hashtextextended(wording, salt);

-- Everybody is given the same numbers, so that what is put together serves all.
create or replace view redline.kept_request with (security_barrier = true) as
select owner, occurred_at, interaction_id,
  hashint8extended(
    request_key, (select uuid_hash_extended(id, 0) from redline.installation)
  ) as request_number,
  case
    when (select pg_has_role(current_user, 'redline_content', 'usage')) then left(user_message, 500)
    else '***'
  end as wording,
  failed_call_count > 0 as has_failed_call, repeats_previous, model, recorded_at,
  redline.wording_number(
    left(user_message, 500), (select uuid_hash_extended(id, 0) from redline.installation)
  ) as wording_number,
  length(left(user_message, 500)) as wording_length,
  -- Null where none of the owner's messages has been rolled up yet.
  counted.number as owner_number
from redline.interaction
left join redline.rollup_owner counted using (owner)
where request_key is not null
  and redline.is_kept(
    owner, recorded_at, (select redline.kept_since('interaction')),
    (select redline.agreed_since('interaction'))
  )
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

-- The shortest of all times that messages are kept for.
create function redline.requests_since() returns timestamptz
  language sql stable
begin atomic
  select greatest(
    redline.kept_since('interaction'), max(now() - make_interval(days => agreed.days))
  )
  from redline.agreed_days('interaction') agreed;
end;

-- Leaves days to their records: what was put together of them goes.
create function redline.unsettle_requests(days date[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  update redline.rollup_request_day
  set is_settled = false, interactions = 0, waiting = 0, wordings = 0,
    changed_at = clock_timestamp(), kept_from = 'infinity'
  where day = any (days);
  with gone as (
    delete from redline.rollup_wording where day = any (days)
    returning request_number, wording_number, uses
  )
  update redline.rollup_wording_total total
  set uses = total.uses - lost.uses
  from (
    select request_number, wording_number, sum(uses) as uses
    from gone
    group by request_number, wording_number
  ) lost
  where total.request_number = lost.request_number
    and total.wording_number = lost.wording_number;
  if found then
    delete from redline.rollup_wording_total where uses <= 0;
  end if;
  delete from redline.rollup_request where day = any (days);
  delete from redline.rollup_request_owner where day = any (days);
  delete from redline.rollup_request_message where day = any (days);
end $$;

-- Names messages that came to be counted, beside their days; a part of redline.roll_up.
create function redline.name_requests(taken redline.rollup_pending[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  with named as materialized (
    select
      (given.occurred_at at time zone 'UTC')::date as day, array_agg(given.owner) as owner,
      array_agg(given.occurred_at) as occurred_at,
      array_agg(given.interaction_id) as interaction_id
    from unnest(taken) as entry
    cross join lateral unnest(entry.owner, entry.occurred_at, entry.interaction_id)
      as given (owner, occurred_at, interaction_id)
    where entry.kind = 'interaction'
    group by 1
  ), known as (
    -- A day of which nothing was known is settled, with nothing in it.
    insert into redline.rollup_request_day as known (day, is_settled, waiting)
    select day, true, cardinality(owner) from named
    on conflict on constraint rollup_request_day_pkey do update set
      waiting = known.waiting + excluded.waiting, changed_at = excluded.changed_at
    returning day, is_settled
  )
  insert into redline.rollup_request_message (day, owner, occurred_at, interaction_id)
  select day, owner, occurred_at, interaction_id
  from named
  join known using (day)
  where is_settled;
end $$;

-- Leaves the days to their records of which a message that was settled repeats another one now, or
-- no longer does; a part of redline.roll_up.
create function redline.change_requests(taken redline.rollup_pending[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  changed date[];
begin
  if not exists (select from unnest(taken) as entry where entry.kind = 'repeat') then
    return;
  end if;
  changed := array(
    select distinct known.day
    from unnest(taken) as entry
    cross join lateral unnest(entry.owner, entry.occurred_at) as given (owner, occurred_at)
    join redline.rollup_request_day known
      on known.day = (given.occurred_at at time zone 'UTC')::date
    where entry.kind = 'repeat' and known.is_settled and not exists (
      select
      from redline.rollup_request_message named
      cross join lateral unnest(named.owner, named.occurred_at)
        as message (owner, occurred_at)
      where named.day = known.day and message.owner = given.owner
        and message.occurred_at = given.occurred_at
    )
  );
  if cardinality(changed) > 0 then
    perform redline.unsettle_requests(changed);
  end if;
end $$;

-- Puts a day together from its records; nothing may wait to be rolled up. Days of which some
-- records are past their time are left to the others.
create function redline.settle_requests_of(settled date) returns void
  language plpgsql
  set search_path = pg_catalog
  -- A day's records, which the planner takes for few.
  set enable_nestloop = off
as $$
declare
  salt bigint := (select uuid_hash_extended(id, 0) from redline.installation);
  starts timestamptz := redline.start_of(settled);
  ends timestamptz := redline.start_of(settled + 1);
  earliest timestamptz;
begin
  perform redline.unsettle_requests(array[settled]);
  earliest := (
    select min(recorded_at) from redline.interaction
    where occurred_at >= starts and occurred_at < ends
  );
  if earliest <= redline.requests_since() then
    update redline.rollup_request_day set kept_from = earliest where day = settled;
    return;
  end if;
  with message as materialized (
    select
      hashint8extended(request_key, salt) as request_number,
      redline.wording_number(left(user_message, 500), salt) as wording_number,
      left(user_message, 500) as wording, number, owner, occurred_at, interaction_id, recorded_at,
      failed_call_count, repeats_previous
    from redline.interaction
    join redline.rollup_owner using (owner)
    where occurred_at >= starts and occurred_at < ends and request_key is not null
  ), asked as materialized (
    select request_number, number / 4096 as owner_chunk, number
    from message
    group by request_number, number
  ), request as (
    insert into redline.rollup_request
    select
      settled, request_number, interactions, failures, repeats, last_at,
      case when cardinality(numbers) <= 100 then numbers end
    from (
      select
        request_number, count(*) as interactions,
        count(*) filter (where failed_call_count > 0) as failures,
        count(*) filter (where repeats_previous) as repeats, max(occurred_at) as last_at
      from message
      group by request_number
    ) figures
    join (
      select request_number, array_agg(number order by number) as numbers
      from asked
      group by request_number
    ) owners using (request_number)
  ), owner as (
    insert into redline.rollup_request_owner
    select settled, request_number, owner_chunk, bit_or(redline.owner_bit(number))
    from asked
    where request_number in (
      select request_number from asked group by request_number having count(*) > 100
    )
    group by request_number, owner_chunk
  ), wording as (
    insert into redline.rollup_wording
    select
      settled, request_number, wording_number, uses, length(wording),
      row_number() over (
        partition by request_number order by uses desc, length(wording), wording collate "C"
      ) = 1,
      owner, occurred_at, interaction_id, recorded_at
    from (
      select
        *, count(*) over (partition by request_number, wording_number) as uses,
        row_number() over (partition by request_number, wording_number) as place
      from message
    ) placed
    where place = 1
    returning request_number, wording_number, uses
  ), total as (
    insert into redline.rollup_wording_total as known
    select * from wording
    on conflict on constraint rollup_wording_total_pkey do update set
      uses = known.uses + excluded.uses
  )
  update redline.rollup_request_day
  set is_settled = true, interactions = (select count(*) from message),
    wordings = (select count(*) from wording), kept_from = coalesce(earliest, 'infinity')
  where day = settled;
end $$;

-- Settles days anew, the latest first; a part of join_days, as redline.settle_pairs.
create function redline.settle_requests(quiet interval) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  settled date;
  began timestamptz := clock_timestamp();
  since timestamptz := redline.requests_since();
begin
  perform redline.unsettle_past_requests();
  for settled in
    select day
    from redline.rollup_request_day
    where case
        when is_settled then waiting > 0 and (
          changed_at <= clock_timestamp() - quiet or waiting > greatest(300, interactions / 50)
        )
        else kept_from > since
      end
    order by day desc
  loop
    exit when quiet > interval '0' and clock_timestamp() - began > interval '1 second';
    -- What was recorded has to have been counted, or it would be named once more.
    while exists (select from redline.rollup_pending) loop
      perform redline.roll_up();
    end loop;
    perform redline.settle_requests_of(settled);
  end loop;
end $$;

-- Leaves days to their records of which something is past its time.
create function redline.unsettle_past_requests() returns void
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  past date[] := array(
    select day from redline.rollup_request_day
    where is_settled and kept_from <= redline.requests_since()
  );
begin
  if cardinality(past) > 0 then
    perform redline.unsettle_requests(past);
  end if;
end $$;

-- The days of a period that are settled, and within the shortest of all times.
create function redline.settled_request_days(first_day date, end_day date) returns setof date
  language sql stable parallel safe
begin atomic
  select known.day
  from redline.rollup_request_day known
  where known.day >= settled_request_days.first_day and known.day < settled_request_days.end_day
    and known.is_settled and known.kept_from > (select redline.requests_since());
end;

create type redline.recent_wording as (
  request_number bigint,
  wording_number bigint,
  uses integer,
  length integer,
  wording text
);

-- The key of a message that is worded so, or its wording where it is known.
create type redline.wording_example as (
  request_number bigint,
  wording text,
  owner text,
  occurred_at timestamptz,
  interaction_id text
);

-- What is there of single people, for whoever reads everybody's: messages that wait beside their
-- day, as kept_request has them.
create view redline.kept_waiting_request with (security_barrier = true) as
select waiting.day, asked.*
from (
  -- A message may be named more than once.
  select distinct named.day, message.owner, message.occurred_at, message.interaction_id
  from redline.rollup_request_message named
  cross join lateral unnest(named.owner, named.occurred_at, named.interaction_id)
    as message (owner, occurred_at, interaction_id)
) waiting
-- A look-up for each, by the whole key: offset keeps the planner from any other way.
cross join lateral (
  select *
  from redline.kept_request found
  where found.owner = waiting.owner and found.occurred_at = waiting.occurred_at
    and found.interaction_id = waiting.interaction_id
  offset 0
) asked
where (select pg_has_role(current_user, 'redline_fleet', 'usage'));

create view redline.kept_wording_example with (security_barrier = true) as
select day, request_number, wording_number, example_owner as owner, example_at as occurred_at,
  example_id as interaction_id
from redline.rollup_wording
where redline.is_kept(
    example_owner, example_kept_from, (select redline.kept_since('interaction')),
    (select redline.agreed_since('interaction'))
  )
  and (select pg_has_role(current_user, 'redline_fleet', 'usage'));

-- The messages of a period that are in no settled day: those of the other days, and those that
-- came since. Statements of a function are planned where they are run, and those on the records
-- take longer to plan than the roll-ups to read.
create function redline.recent_request(first_day date, end_day date)
  returns table (
    request_number bigint, wording_number bigint, wording_length integer, wording text, owner text,
    owner_number integer, occurred_at timestamptz, has_failed_call boolean, repeats_previous boolean
  )
  language plpgsql stable
as $$
declare
  settled date[] := array(select redline.settled_request_days(first_day, end_day));
  part record;
begin
  for part in
    select redline.start_of(known.day) as starts, redline.start_of(known.day + 1) as ends
    from redline.rollup_request_day known
    where known.day >= first_day and known.day < end_day and known.day <> all (settled)
  loop
    return query
    select
      asked.request_number, asked.wording_number, asked.wording_length, asked.wording, asked.owner,
      asked.owner_number, asked.occurred_at, asked.has_failed_call, asked.repeats_previous
    from redline.kept_request asked
    where asked.occurred_at >= part.starts and asked.occurred_at < part.ends;
  end loop;
  if exists (
    select from redline.rollup_request_day known where known.day = any (settled) and waiting > 0
  ) then
    return query select * from redline.waiting_request(settled);
  end if;
end $$;

-- The messages that wait beside days, as recent_request gives them.
create function redline.waiting_request(days date[])
  returns table (
    request_number bigint, wording_number bigint, wording_length integer, wording text, owner text,
    owner_number integer, occurred_at timestamptz, has_failed_call boolean, repeats_previous boolean
  )
  language plpgsql stable
  -- A look-up for each, by the whole key; planned once, because there are many partitions.
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off
  set enable_bitmapscan = off
  -- What is forbidden looks dear, and what is dear would be compiled, for seconds.
  set jit = off
as $$
begin
  return query
  select
    asked.request_number, asked.wording_number, asked.wording_length, asked.wording, asked.owner,
    asked.owner_number, asked.occurred_at, asked.has_failed_call, asked.repeats_previous
  from redline.kept_waiting_request asked
  where asked.day = any (days);
end $$;

-- What owners asked in a period, from the records: all of it, or with is_rolled_up what is in no
-- settled day.
create function redline.asked_of(
  first_day date, end_day date, of_owner text, as_of timestamptz, is_rolled_up boolean
)
  returns table (
    request_number bigint, owner text, owner_number integer, interactions bigint, failures bigint,
    repeats bigint, last_at timestamptz
  )
  language plpgsql stable
as $$
begin
  if is_rolled_up then
    return query
    select
      asked.request_number, asked.owner, asked.owner_number, count(*),
      count(*) filter (where asked.has_failed_call),
      count(*) filter (where asked.repeats_previous), max(asked.occurred_at)
    from redline.recent_request(first_day, end_day) asked
    group by asked.request_number, asked.owner, asked.owner_number;
  else
    return query
    select
      asked.request_number, asked.owner, null::integer, count(*),
      count(*) filter (where asked.has_failed_call),
      count(*) filter (where asked.repeats_previous), max(asked.occurred_at)
    from redline.request_as_of(as_of) asked
    where asked.occurred_at >= redline.start_of(first_day)
      and asked.occurred_at < redline.start_of(end_day)
      and (of_owner = '' or asked.owner = of_owner)
    group by asked.request_number, asked.owner;
  end if;
end $$;

-- The most frequent wordings of requests on settled days and since: where several are as frequent
-- and as short, each of them that can be the first of these by its text.
create function redline.frequent_wording(first_day date, end_day date, requests bigint[])
  returns table (request_number bigint, wording_number bigint, wording text)
  language plpgsql stable
as $$
declare
  settled date[] := array(select redline.settled_request_days(first_day, end_day));
  recent redline.recent_wording[] := array(
    select row(
      asked.request_number, asked.wording_number, count(*), min(asked.wording_length),
      min(asked.wording collate "C")
    )::redline.recent_wording
    from redline.recent_request(first_day, end_day) asked
    where asked.request_number = any (requests)
    group by asked.request_number, asked.wording_number
  );
  least_uses bigint[];
  few bigint;
  is_few boolean;
begin
  -- The most frequent wording has as many uses at least as any of those that are of all days, and
  -- some of its own may not have been put together.
  least_uses := array(
    select greatest(best.uses - coalesce(missing.uses, 0), 1)
    from unnest(requests) with ordinality as asked (number, place)
    left join (
      select held.request_number as number, max(held.uses) as uses
      from unnest(recent) as held
      group by held.request_number
    ) missing using (number)
    cross join lateral (
      select coalesce(max(held.uses), 0) as uses
      from (
        select total.wording_number
        from redline.rollup_wording_total total
        where total.request_number = asked.number
        order by total.uses desc
        limit 10
      ) most
      cross join lateral (
        select sum(day.uses) as uses
        from redline.rollup_wording day
        where day.request_number = asked.number and day.wording_number = most.wording_number
          and day.day = any (settled)
      ) held
    ) best
    order by asked.place
  );
  -- To look one up takes ten times as long as to read one.
  few := (
    select coalesce(sum(known.wordings) / 10, 0)
    from redline.rollup_request_day known
    where known.day = any (settled)
  );
  is_few := few >= (
    select count(*)
    from (
      select
      from unnest(requests, least_uses) as asked (number, least_uses)
      cross join lateral (
        select
        from redline.rollup_wording_total total
        where total.request_number = asked.number and total.uses >= asked.least_uses
        offset 0
      ) held
      limit few + 1
    ) candidate
  );
  return query
  with wording as materialized (
    select
      part.request_number, part.wording_number,
      -- The shorter is the more frequent one of two that are as frequent.
      sum(part.uses) * 1000 - min(part.length) as weight, max(part.wording) as wording
    from (
      select candidate.request_number, candidate.wording_number, held.*, null as wording
      from (
        select total.request_number, total.wording_number
        from unnest(requests, least_uses) as asked (number, least_uses)
        join redline.rollup_wording_total total
          on total.request_number = asked.number and total.uses >= asked.least_uses
        where is_few
        offset 0
      ) candidate
      cross join lateral (
        select day.uses, day.length, day.is_central
        from redline.rollup_wording day
        where day.request_number = candidate.request_number
          and day.wording_number = candidate.wording_number and day.day = any (settled)
        offset 0
      ) held
      union all
      select day.request_number, day.wording_number, day.uses, day.length, day.is_central, null
      from redline.rollup_wording day
      where not is_few and day.day = any (settled) and day.request_number = any (requests)
      union all
      select held.request_number, held.wording_number, held.uses, held.length, true, held.wording
      from unnest(recent) as held
    ) part
    group by part.request_number, part.wording_number
    -- Before what is of one day alone there is the most frequent one of this day.
    having count(*) > 1 or bool_or(part.is_central)
  )
  select wording.request_number, wording.wording_number, wording.wording
  from wording
  join (
    select known.request_number, max(known.weight) as weight
    from wording known
    group by known.request_number
  ) first using (request_number, weight);
end $$;

-- How requests are worded most often; what is settled is read only with is_rolled_up.
create function redline.central_wording(
  first_day date, end_day date, of_owner text, as_of timestamptz, is_rolled_up boolean,
  requests bigint[]
)
  returns table (request_number bigint, wording text)
  language plpgsql stable
as $$
declare
  examples redline.wording_example[];
begin
  if not is_rolled_up then
    return query
    select distinct on (used.request_number) used.request_number, used.wording
    from (
      select asked.request_number, asked.wording, count(*) as uses
      from redline.request_as_of(as_of) asked
      where asked.occurred_at >= redline.start_of(first_day)
        and asked.occurred_at < redline.start_of(end_day)
        and (of_owner = '' or asked.owner = of_owner)
        and asked.request_number = any (requests)
      group by asked.request_number, asked.wording
    ) used
    order by used.request_number, used.uses desc, length(used.wording), used.wording collate "C";
    return;
  end if;
  examples := array(
    select row(
      frequent.request_number, frequent.wording, example.owner, example.occurred_at,
      example.interaction_id
    )::redline.wording_example
    from redline.frequent_wording(first_day, end_day, requests) frequent
    left join lateral (
      select held.owner, held.occurred_at, held.interaction_id
      from redline.kept_wording_example held
      where frequent.wording is null and held.request_number = frequent.request_number
        and held.wording_number = frequent.wording_number
        and held.day >= first_day and held.day < end_day
      limit 1
    ) example on true
  );
  return query
  select distinct on (known.request_number) known.request_number, known.wording
  from (
    select held.request_number, held.wording from unnest(examples) as held
    union all
    select shown.request_number, shown.wording from redline.wording_of(examples) shown
  ) known
  where known.wording is not null
  order by known.request_number, known.wording collate "C";
end $$;

-- The texts of examples, as kept_request shows them.
create function redline.wording_of(examples redline.wording_example[])
  returns table (request_number bigint, wording text)
  language plpgsql stable
  -- As in waiting_request.
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off
  set enable_bitmapscan = off
  set jit = off
as $$
begin
  return query
  select message.request_number, asked.wording
  from unnest(examples) as message
  cross join lateral (
    select found.wording
    from redline.kept_request found
    where found.owner = message.owner and found.occurred_at = message.occurred_at
      and found.interaction_id = message.interaction_id
    offset 0
  ) asked;
end $$;

revoke execute on function redline.unsettle_past_requests() from public;
grant select on
  redline.rollup_request_day, redline.rollup_request, redline.rollup_request_owner,
  redline.rollup_wording_total, redline.kept_waiting_request, redline.kept_wording_example
to redline_analyst, redline_miner, redline_compliance, redline_admin;
grant select (day, request_number, wording_number, uses, length, is_central)
  on redline.rollup_wording
to redline_analyst, redline_miner, redline_compliance, redline_admin;

-- Puts something in the place of something else in the definition of a function.
create or replace function pg_temp.reword(routine regprocedure, known text, instead text)
  returns void
  language plpgsql
as $$
declare
  definition text := pg_get_functiondef(routine);
begin
  if strpos(definition, known) = 0 then
    raise exception '% has no "%"', routine, known;
  end if;
  execute replace(definition, known, instead);
end $$;

select pg_temp.reword(
  'redline.roll_up(integer)',
  'perform redline.roll_up_interactions(interactions);',
  'perform redline.roll_up_interactions(interactions);
    perform redline.name_requests(taken);'
);
select pg_temp.reword(
  'redline.roll_up(integer)',
  '  -- Where another message came in between:',
  '  perform redline.change_requests(taken);
  -- Where another message came in between:'
);
select pg_temp.reword(
  'redline.forget_in_rollups(text)',
  '  perform redline.forget_threads(forgotten);',
  '  perform redline.forget_threads(forgotten);
  perform redline.unsettle_requests(array(
    select (occurred_at at time zone ''UTC'')::date from redline.interaction
    where owner = forgotten
    union
    select day from redline.rollup_wording where example_owner = forgotten
    union
    select day from redline.rollup_request_message where forgotten = any (owner)
  ));'
);
select pg_temp.reword(
  'redline.rebuild_rollups()',
  'delete from redline.rollup_editor where',
  'perform redline.unsettle_requests(array(
    select day from redline.rollup_request_day
    where day >= redline.first_whole_day(''interaction'')
  ));
  delete from redline.rollup_request_day where day >= redline.first_whole_day(''interaction'');
  delete from redline.rollup_editor where'
);
select pg_temp.reword(
  'redline.join_days(interval)',
  'perform redline.settle_pairs(quiet);',
  'perform redline.settle_pairs(quiet);
  perform redline.settle_requests(quiet);'
);
select pg_temp.reword(
  'redline.remove_past_rows()',
  'perform redline.unsettle_past_pairs();',
  'perform redline.unsettle_past_pairs();
  perform redline.unsettle_past_requests();'
);
select pg_temp.reword(
  'redline.remove_own_past(text, integer)',
  'perform redline.unsettle_past_pairs();',
  'perform redline.unsettle_past_pairs();
  perform redline.unsettle_past_requests();'
);
drop function pg_temp.reword(regprocedure, text, text);

-- What was counted before is a matter of the records until it is settled.
insert into redline.rollup_request_day (day, is_settled)
select distinct day, false from redline.rollup_activity where dimension = '';
