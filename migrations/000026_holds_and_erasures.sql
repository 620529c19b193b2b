-- Legal holds on owners, and erasures of owners.
--
-- An erasure is begun, taken out of the roll-ups and of every table that has an owner, and finished;
-- each step is a transaction that can be done again, so that what a crash interrupted goes on where
-- it was. While it lasts, nothing is recorded of the owner. When it is finished, nothing is left of
-- the owner's name: a salted digest stands for it.

-- What is recorded of an owner after the erasure: 1 it is refused, 2 it is taken as somebody new.
alter table redline.setting drop constraint setting_is_known;
alter table redline.setting add constraint setting_is_known check (
  name in (
    'owner_partitions', 'export_retention_days', 'interaction_retention_days',
    'after_erasure'
  )
);
insert into redline.setting (name, value) values ('after_erasure', '1');
comment on table redline.setting is
  'owner_partitions: into how many partitions by owner a new week is split (1: none). '
  '..._retention_days: how long raw records are kept. '
  'after_erasure: 1 refuse later records of an erased owner, 2 take them as new.';

create table redline.owner_hold (
  hold_id uuid not null default gen_random_uuid(),
  owner text not null,
  reason text not null,
  placed_by text not null,
  placed_at timestamptz not null default now(),
  released_by text,
  released_at timestamptz,
  constraint owner_hold_pkey primary key (owner, hold_id),
  constraint hold_owner_is_valid check (length(owner) between 1 and 254),
  constraint reason_in_range check (length(reason) between 1 and 2000),
  constraint release_is_whole check ((released_at is null) = (released_by is null))
);

create index owner_hold_in_force on redline.owner_hold (owner) where released_at is null;

comment on table redline.owner_hold is
  'Nothing of an owner is removed, by retention or by erasure, while a hold of theirs is in force.';

create table redline.erasure (
  erasure_id uuid not null default gen_random_uuid(),
  owner text,
  owner_digest text not null,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  is_out_of_rollups boolean not null default false,
  removed jsonb not null default '{}',
  recalled jsonb not null default '[]',
  finished_at timestamptz,
  constraint erasure_pkey primary key (erasure_id),
  constraint name_stays_until_the_end check ((owner is null) = (finished_at is not null))
);

create unique index erasure_under_way on redline.erasure (owner) where owner is not null;
create index erasure_by_digest on redline.erasure (owner_digest);

comment on table redline.erasure is 'Receipts of erasures, and what there is to do of those under way.';
comment on column redline.erasure.removed is 'How many rows of each table were removed.';
comment on column redline.erasure.recalled is 'The datasets that hold records of the owner.';

alter table redline.owner_hold enable row level security;
alter table redline.erasure enable row level security;
create policy compliance_reads on redline.owner_hold for select
  to redline_compliance, redline_admin using (true);
create policy compliance_reads on redline.erasure for select
  to redline_compliance, redline_admin using (true);
grant select on redline.owner_hold, redline.erasure to redline_compliance, redline_admin;

-- The owners of whom nothing may go; empty for whoever may not see that.
create function redline.held_owners() returns text[]
  language sql stable security definer
  set search_path = pg_catalog
  return case
    when current_setting('role') in ('redline_compliance', 'redline_admin')
      then array(select distinct owner from redline.owner_hold where released_at is null)
    else '{}'
  end;

-- What is held comes back into the view of compliance when it is past its time.
do $$
declare
  relation text;
begin
  foreach relation in array array[
    'workflow', 'export_stage', 'correction', 'interaction_key', 'interaction', 'thread', 'tool_call',
    'pending_measure'
  ] loop
    execute format(
      'create policy compliance_reads_held on redline.%I for select '
      'to redline_compliance, redline_admin '
      'using (owner = any ((select redline.held_owners())::text[]))', relation
    );
  end loop;
end $$;

-- Puts a hold on an owner.
create function redline.hold_owner(held text, reason text, placed_by text) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  made uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended('redline holds', 0));
  if exists (select from redline.erasure where owner = held) then
    raise exception 'the owner is being erased' using errcode = 'RL002';
  end if;
  insert into redline.owner_hold (owner, reason, placed_by) values (held, reason, placed_by)
  returning hold_id into made;
  return made;
end $$;

-- Releases a hold of an owner, or all of them where none is named; how many there were.
create function redline.release_owner(held text, released uuid, released_by text) returns integer
  language sql security definer
  set search_path = pg_catalog
begin atomic
  with gone as (
    update redline.owner_hold
    set released_at = now(), released_by = release_owner.released_by
    where owner = held and released_at is null
      and (released is null or hold_id = released)
    returning hold_id
  )
  select count(*)::integer from gone;
end;

-- Of these owners those of whom nothing may be recorded: being erased (true), or erased and refused
-- since (false). To ask it holds a lock until the transaction ends, which an erasure waits for.
create function redline.refused_owners(asked text[])
  returns table (owner text, is_under_way boolean)
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select given, true
  from unnest(asked) as given
  join redline.erasure on erasure.owner = given
  union all
  select given, false
  from (
    select distinct given from unnest(asked) as given
    where exists (select from redline.erasure where finished_at is not null)
      and (select value from redline.setting where name = 'after_erasure') = '1'
  ) asked_for
  join redline.erasure
    on erasure.owner_digest = redline.owner_digest(given) and erasure.finished_at is not null;
end;

-- Begins an erasure, or finds the one that is under way.
create function redline.begin_erasure(erased text, requested_by text) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  begun uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended('redline holds', 0));
  if exists (select from redline.owner_hold where owner = erased and released_at is null) then
    raise exception 'a legal hold keeps what there is of the owner' using errcode = 'RL001';
  end if;
  select erasure_id into begun from redline.erasure where owner = erased;
  if begun is null then
    insert into redline.erasure (owner, owner_digest, requested_by, recalled)
    values (
      erased, redline.owner_digest(erased), requested_by,
      (
        select coalesce(
          jsonb_agg(
            jsonb_build_object(
              'dataset_id', dataset_id, 'path', path, 'records', records.count,
              'created_at', created_at
            )
            order by created_at, dataset_id
          ),
          '[]'
        )
        from redline.dataset
        join (
          select dataset_id, count(*)
          from redline.dataset_record where owner = erased group by dataset_id
        ) records using (dataset_id)
      )
    )
    returning erasure_id into begun;
  end if;
  return begun;
end $$;

-- Waits for all who asked redline.refused_owners before the erasure was there to see. It has to be
-- a transaction of its own, so that nobody waits for long.
create function redline.await_recorders() returns void
  language plpgsql security definer
  set search_path = pg_catalog
as $$
begin
  lock table redline.erasure in access exclusive mode;
end $$;

-- Takes an owner who is being erased out of the roll-ups, once. As redline.roll_up: with the lock, at
-- repeatable read.
create function redline.erase_in_rollups(erased uuid) returns void
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  forgotten text;
  number integer;
begin
  select owner into forgotten from redline.erasure
  where erasure_id = erased and not is_out_of_rollups and owner is not null;
  if forgotten is null then
    return;
  end if;
  delete from redline.pending_measure where owner = forgotten;
  while redline.roll_up() > 0 loop
  end loop;
  select rollup_owner.number into number
  from redline.rollup_owner where rollup_owner.owner = forgotten;
  perform redline.forget_in_rollups(forgotten);
  -- Cells whose records have gone cannot be counted afresh: the owner is taken out of them.
  update redline.rollup_correction
  set owners = set_bit(owners, number % 4096, 0)
  where owner_chunk = number / 4096 and get_bit(owners, number % 4096) = 1;
  update redline.rollup_failure
  set owners = set_bit(owners, number % 4096, 0)
  where owner_chunk = number / 4096 and get_bit(owners, number % 4096) = 1;
  update redline.rollup_correction
  set earliest = redline.correction_place(
    redline.place_time(earliest), redline.place_time(earliest),
    '00000000-0000-0000-0000-000000000000', 0::smallint, 0, ''
  )
  where split_part(earliest, '/', 6) = forgotten;
  update redline.rollup_failure
  set earliest = redline.call_place(redline.place_time(earliest), 0, '', '')
  where split_part(earliest, '/', 3) = forgotten;
  update redline.erasure set is_out_of_rollups = true where erasure_id = erased;
end $$;

-- The tables that have rows of owners, those that others refer to last: what is added later is found
-- by its column owner.
create function redline.tables_of_owners() returns setof regclass
  language sql stable
  set search_path = pg_catalog
begin atomic
  select class.oid::regclass
  from pg_class class
  join pg_attribute attribute on attribute.attrelid = class.oid
  where class.relnamespace = 'redline'::regnamespace
    and class.relkind in ('r', 'p')
    and not class.relispartition
    and attribute.attname = 'owner'
    and attribute.atttypid = 'text'::regtype
    and class.relname <> 'erasure'
  order by class.relname in ('workflow', 'interaction_key', 'rollup_owner'), class.relname;
end;

-- Removes rows of an owner who is out of the roll-ups, at most so many; how many they were. When
-- there are none left, the erasure is finished.
create function redline.erase_rows(erased uuid, most_rows integer) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  forgotten text;
  relation regclass;
  leaf regclass;
  gone bigint;
  total bigint := 0;
begin
  select owner into forgotten from redline.erasure
  where erasure_id = erased and is_out_of_rollups and owner is not null
  for update;
  if forgotten is null then
    return 0;
  end if;
  for relation in select * from redline.tables_of_owners() loop
    -- A table that is not partitioned has no tree.
    for leaf in
      select relid from pg_partition_tree(relation) where isleaf
      union all
      select relation where not exists (select from pg_partition_tree(relation))
    loop
      exit when total >= most_rows;
      execute format(
        'delete from %1$s where ctid = any (array('
        'select ctid from %1$s where owner = $1 limit $2))', leaf
      ) using forgotten, most_rows - total;
      get diagnostics gone = row_count;
      if gone > 0 then
        total := total + gone;
        update redline.erasure
        set removed = removed || jsonb_build_object(
          split_part(relation::text, '.', 2),
          coalesce((removed ->> split_part(relation::text, '.', 2))::bigint, 0) + gone
        )
        where erasure_id = erased;
      end if;
    end loop;
  end loop;
  if total = 0 then
    update redline.erasure set owner = null, finished_at = now() where erasure_id = erased;
  end if;
  return total;
end $$;

revoke execute on function
  redline.held_owners(), redline.hold_owner(text, text, text),
  redline.release_owner(text, uuid, text), redline.refused_owners(text[]),
  redline.begin_erasure(text, text), redline.await_recorders(), redline.erase_in_rollups(uuid),
  redline.erase_rows(uuid, integer)
from public;
grant execute on function redline.held_owners() to
  redline_recorder, redline_owner, redline_analyst, redline_miner, redline_compliance,
  redline_admin;
grant execute on function redline.refused_owners(text[]) to redline_recorder;
grant execute on function
  redline.hold_owner(text, text, text), redline.release_owner(text, uuid, text),
  redline.begin_erasure(text, text), redline.await_recorders(), redline.erase_in_rollups(uuid),
  redline.erase_rows(uuid, integer)
to redline_compliance, redline_admin;
