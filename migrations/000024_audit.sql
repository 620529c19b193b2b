-- The audit trail: who read or exported content, and who did what to the installation.
--
-- An entry is made in the transaction of what it tells of. It names an owner by a salted digest
-- alone, so that nothing of an owner is left in it when the owner has been erased, and holds no
-- content. Entries are only ever added. Whoever adds one also puts its digest into audit_pending; a
-- moment later redline.seal_audit() takes what has been committed from there and writes seals, each
-- of which holds the digest of the one before: the chain is forged one link at a time, and those
-- who make entries never wait for each other. Triggers keep entries and seals as they are; who takes
-- the triggers away is found by the chain.

create table redline.audit_salt (
  salt bytea not null default decode(
    replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'
  ),
  is_only boolean not null default true,
  constraint audit_salt_pkey primary key (is_only),
  constraint audit_salt_is_one check (is_only)
);

insert into redline.audit_salt default values;

comment on table redline.audit_salt is
  'What the digests of owners are salted with. No role may read it.';

-- What stands for an owner where the owner must not be named: 32 hexadecimal digits.
create function redline.owner_digest(owner text) returns text
  language sql stable security definer parallel safe
  set search_path = pg_catalog
  return (
    select
      left(encode(sha256(salt || convert_to('owner ' || owner_digest.owner, 'UTF8')), 'hex'), 32)
    from redline.audit_salt
  );

create sequence redline.audit_entry_id;

create table redline.audit_entry (
  at timestamptz not null,
  entry_id bigint not null,
  actor text not null,
  role text not null,
  action text not null,
  whose text[],
  source text,
  records bigint,
  query text,
  detail jsonb,
  constraint audit_entry_pkey primary key (at, entry_id),
  constraint audit_action_is_known check (action in (
    'read_history', 'read_workflow', 'read_interactions', 'search_interactions',
    'read_corrections', 'export_corrections', 'report_content', 'read_refused',
    'export_owner', 'erase_owner', 'hold_owner', 'release_owner',
    'set_retention', 'run_retention', 'create_key', 'revoke_key', 'list_keys',
    'read_audit', 'verify_audit', 'anchor_audit', 'prune_audit',
    'migrate', 'rebuild_rollups', 'retry_refused', 'discard_refused'
  )),
  constraint records_not_negative check (records >= 0),
  constraint detail_is_small check (octet_length(detail::text) <= 8192)
) partition by range (at);

comment on table redline.audit_entry is 'Who did what, whose it was, when and from where.';
comment on column redline.audit_entry.actor is
  'key:ID, user:NAME for a command, header for X-User-Id alone, database:ROLE for anybody else.';
comment on column redline.audit_entry.whose is
  'redline.owner_digest of each owner; null where it is about nobody, or everybody.';
comment on column redline.audit_entry.query is
  'A salted digest of what was asked: it may hold what somebody searched for.';

-- Entries that are in no seal yet; emptied all the time.
create table redline.audit_pending (
  entry_id bigint not null,
  at timestamptz not null,
  digest bytea not null
);

-- A link of the chain: either entries of one week, or the mark that a week's entries were dropped.
create table redline.audit_seal (
  number bigint not null,
  kind text not null,
  sealed_at timestamptz not null,
  week date not null,
  entries bigint not null,
  digest bytea not null,
  previous bytea not null,
  hash bytea not null,
  constraint audit_seal_pkey primary key (number),
  constraint number_is_positive check (number > 0),
  constraint kind_is_known check (kind in ('entries', 'pruned')),
  constraint entries_not_negative check (entries >= 0)
);

create index audit_seal_by_week on redline.audit_seal (week, number);

comment on column redline.audit_seal.entries is
  'entries: how many are in the seal. pruned: how many were in all seals of the week.';
comment on column redline.audit_seal.digest is
  'entries: SHA-256 over the lines id:digest of the seal''s entries. '
  'pruned: the hash of the week''s last seal; empty where it had none.';
comment on column redline.audit_seal.hash is
  'SHA-256 over number, kind, sealed_at, week, entries, digest and previous, each framed by its '
  'length.';

-- Which entries a seal holds, in order: what names the one that was changed. Goes with its week.
create table redline.audit_seal_member (
  number bigint not null,
  week date not null,
  entry_ids bigint[] not null,
  digests bytea[] not null,
  constraint audit_seal_member_pkey primary key (number)
);

create index audit_seal_member_by_week on redline.audit_seal_member (week);

-- A value with its length before it, so that no two lists of values look alike.
create function redline.framed(value text) returns text
  language sql immutable parallel safe
  return coalesce(octet_length(value) || ':' || value, '-');

-- In plpgsql, which keeps its plan: in sql it takes five times as long, each time. For the same
-- reason it sets no search_path; whoever calls it has set one.
create function redline.audit_digest(entry redline.audit_entry) returns bytea
  language plpgsql immutable parallel safe
as $$
begin
  return sha256(convert_to(
    redline.framed(entry.entry_id::text)
    || redline.framed((extract(epoch from entry.at) * 1000000)::bigint::text)
    || redline.framed(entry.actor)
    || redline.framed(entry.role)
    || redline.framed(entry.action)
    || redline.framed(array_to_string(entry.whose, ','))
    || redline.framed(entry.source)
    || redline.framed(entry.records::text)
    || redline.framed(entry.query)
    || redline.framed(entry.detail::text),
    'UTF8'
  ));
end $$;

create function redline.audit_seal_hash(seal redline.audit_seal) returns bytea
  language sql immutable parallel safe
  return sha256(convert_to(
    redline.framed(seal.number::text)
    || redline.framed(seal.kind)
    || redline.framed((extract(epoch from seal.sealed_at) * 1000000)::bigint::text)
    || redline.framed(to_char(seal.week, 'YYYY-MM-DD'))
    || redline.framed(seal.entries::text)
    || redline.framed(encode(seal.digest, 'hex'))
    || redline.framed(encode(seal.previous, 'hex')),
    'UTF8'
  ));

create function redline.refuse_audit_change() returns trigger
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  raise exception 'the audit trail is only ever added to' using errcode = 'insufficient_privilege';
end $$;

-- The list of a seal's entries may go once the chain says that its week was pruned.
create function redline.refuse_audit_member_removal() returns trigger
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  if exists (
    select from redline.audit_seal where week = old.week and kind = 'pruned' and number > old.number
  ) then
    return old;
  end if;
  raise exception 'the audit trail is only ever added to' using errcode = 'insufficient_privilege';
end $$;

create trigger entries_stay before update or delete or truncate on redline.audit_entry
  for each statement execute function redline.refuse_audit_change();
create trigger seals_stay before update or delete or truncate on redline.audit_seal
  for each statement execute function redline.refuse_audit_change();
create trigger members_are_kept before update or truncate on redline.audit_seal_member
  for each statement execute function redline.refuse_audit_change();
create trigger members_go_with_their_week before delete on redline.audit_seal_member
  for each row execute function redline.refuse_audit_member_removal();
create trigger pending_is_kept before update or truncate on redline.audit_pending
  for each statement execute function redline.refuse_audit_change();

-- The partition of a week of entries. It is not split by owner: an entry has none.
create function redline.make_audit_week(week date) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  part text := 'audit_entry_' || to_char(week, 'YYYYMMDD');
begin
  if exists (
    select from redline.partition_week made
    where made.relation = 'audit_entry' and made.week = make_audit_week.week
  ) then
    return;
  end if;
  -- One at a time, whoever asks.
  perform pg_advisory_xact_lock(hashtextextended('redline partitions', 0));
  if exists (
    select from redline.partition_week made
    where made.relation = 'audit_entry' and made.week = make_audit_week.week
  ) then
    return;
  end if;
  execute format(
    'create table redline.%I (like redline.audit_entry including defaults including constraints '
    'including storage including compression)', part
  );
  -- A statement on a partition itself passes by the triggers of the whole.
  execute format(
    'create trigger entries_stay before update or delete or truncate on redline.%I '
    'for each statement execute function redline.refuse_audit_change()', part
  );
  execute format(
    'alter table redline.audit_entry attach partition redline.%I for values from (%L) to (%L)',
    part, week::text || ' 00:00:00+00', (week + 7)::text || ' 00:00:00+00'
  );
  insert into redline.partition_week (relation, week)
  values ('audit_entry', make_audit_week.week);
end $$;

create or replace function redline.make_partitions_ahead(weeks integer default 2) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  for ahead in 0 .. weeks loop
    perform redline.ensure_partitions('export', now() + make_interval(weeks => ahead));
    perform redline.ensure_partitions('interaction', now() + make_interval(weeks => ahead));
    perform redline.make_audit_week(redline.week_of(now() + make_interval(weeks => ahead)));
  end loop;
end $$;

-- Adds an entry; its id. Who did it and from where are those of the settings redline.actor,
-- redline.actor_role and redline.source, unless they are given.
create function redline.audit(
  action text,
  owners text[] default null,
  records bigint default null,
  query text default null,
  detail jsonb default null,
  actor text default null,
  role text default null,
  source text default null
) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  entry redline.audit_entry;
begin
  entry.at := clock_timestamp();
  entry.entry_id := nextval('redline.audit_entry_id');
  entry.actor := coalesce(
    audit.actor, nullif(current_setting('redline.actor', true), ''), 'database:' || session_user
  );
  entry.role := coalesce(
    audit.role, nullif(current_setting('redline.actor_role', true), ''), 'database'
  );
  entry.action := audit.action;
  if owners is not null then
    -- As redline.owner_digest has it.
    entry.whose := array(
      select distinct left(encode(sha256(salt || convert_to('owner ' || owner, 'UTF8')), 'hex'), 32)
      from redline.audit_salt cross join unnest(owners) as owner
      order by 1
    );
  end if;
  entry.source := coalesce(
    nullif(audit.source, ''), nullif(current_setting('redline.source', true), ''),
    host(inet_client_addr())
  );
  entry.records := audit.records;
  if query is not null then
    entry.query := (
      select left(encode(sha256(salt || convert_to('query ' || query, 'UTF8')), 'hex'), 32)
      from redline.audit_salt
    );
  end if;
  entry.detail := audit.detail;
  if not exists (
    select from redline.partition_week made
    where made.relation = 'audit_entry' and made.week = redline.week_of(entry.at)
  ) then
    perform redline.make_audit_week(redline.week_of(entry.at));
  end if;
  insert into redline.audit_entry select entry.*;
  insert into redline.audit_pending (entry_id, at, digest)
  values (entry.entry_id, entry.at, redline.audit_digest(entry));
  return entry.entry_id;
end $$;

-- Adds a link to the chain. The lock of redline.seal_audit is held.
create function redline.add_audit_seal(kind text, week date, entries bigint, digest bytea)
  returns bigint
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  seal redline.audit_seal;
begin
  select last.number + 1, last.hash into seal.number, seal.previous
  from redline.audit_seal last order by last.number desc limit 1;
  if seal.number is null then
    seal.number := 1;
    select sha256(convert_to('redline audit ' || id, 'UTF8')) into seal.previous
    from redline.installation;
  end if;
  seal.kind := add_audit_seal.kind;
  seal.sealed_at := clock_timestamp();
  seal.week := add_audit_seal.week;
  seal.entries := add_audit_seal.entries;
  seal.digest := add_audit_seal.digest;
  seal.hash := redline.audit_seal_hash(seal);
  insert into redline.audit_seal select seal.*;
  return seal.number;
end $$;

-- Seals what has been committed; how many entries. It waits for whoever seals already, or, unless
-- told to wait, leaves it to them.
create function redline.seal_audit(wait boolean default true) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  sealed bigint := 0;
  taken record;
  added bigint;
begin
  -- After the lock, each statement has to see what was committed before.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'seal_audit needs a transaction at isolation level read committed';
  end if;
  if wait then
    perform pg_advisory_xact_lock(hashtextextended('redline audit seal', 0));
  elsif not pg_try_advisory_xact_lock(hashtextextended('redline audit seal', 0)) then
    return 0;
  end if;
  loop
    added := 0;
    for taken in
      with gone as (
        delete from redline.audit_pending
        where entry_id in (select entry_id from redline.audit_pending order by entry_id limit 10000)
        returning entry_id, at, digest
      )
      select
        redline.week_of(at) as week,
        count(*) as entries,
        array_agg(entry_id order by entry_id) as entry_ids,
        array_agg(digest order by entry_id) as digests,
        sha256(convert_to(
          string_agg(entry_id || ':' || encode(digest, 'hex') || e'\n', '' order by entry_id),
          'UTF8'
        )) as digest
      from gone
      group by 1
      order by 1
    loop
      insert into redline.audit_seal_member (number, week, entry_ids, digests)
      values (
        redline.add_audit_seal('entries', taken.week, taken.entries, taken.digest), taken.week,
        taken.entry_ids, taken.digests
      );
      added := added + taken.entries;
    end loop;
    exit when added = 0;
    sealed := sealed + added;
  end loop;
  return sealed;
end $$;

-- Marks in the chain that the weeks that end before a time are dropped; those weeks. The mark comes
-- first: from then on what is missing of a week is no damage, and an interrupted drop can go on.
create function redline.mark_audit_pruned(before timestamptz) returns setof date
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  pruned record;
begin
  perform redline.seal_audit();
  for pruned in
    with known as (
      select made.week from redline.partition_week made where made.relation = 'audit_entry'
      union
      select member.week from redline.audit_seal_member member
    )
    select
      known.week,
      coalesce(sum(seal.entries) filter (where seal.kind = 'entries'), 0)::bigint as entries,
      coalesce(
        (array_agg(seal.hash order by seal.number desc) filter (where seal.number is not null))[1],
        ''
      ) as digest
    from known
    left join redline.audit_seal seal on seal.week = known.week
    where known.week <= redline.week_of(before) - 7
    group by known.week
    -- Not again where the mark is made and the dropping was interrupted.
    having coalesce(
      max(seal.number) filter (where seal.kind = 'pruned')
        < max(seal.number) filter (where seal.kind = 'entries'),
      not coalesce(bool_or(seal.kind = 'pruned'), false)
    )
    order by known.week
  loop
    perform redline.add_audit_seal('pruned', pruned.week, pruned.entries, pruned.digest);
    return next pruned.week;
  end loop;
end $$;

-- The weeks that the chain says are pruned, and of which something is still there, with the name of
-- their partition where that is.
create function redline.audit_weeks_to_drop() returns table (week date, partition text)
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select distinct pruned.week, made.relation || '_' || to_char(made.week, 'YYYYMMDD')
  from redline.audit_seal pruned
  left join redline.partition_week made
    on made.relation = 'audit_entry' and made.week = pruned.week
  where pruned.kind = 'pruned'
    and (made.week is not null
      or exists (select from redline.audit_seal_member member where member.week = pruned.week))
  order by 1;
end;

-- Forgets which entries the seals of a pruned week had, after its partition has gone.
create function redline.forget_audit_week(week date) returns void
  language sql security definer
  set search_path = pg_catalog
begin atomic
  delete from redline.audit_seal_member member where member.week = forget_audit_week.week;
  delete from redline.partition_week made
  where made.relation = 'audit_entry' and made.week = forget_audit_week.week;
end;

revoke execute on function
  redline.audit(text, text[], bigint, text, jsonb, text, text, text),
  redline.owner_digest(text),
  redline.add_audit_seal(text, date, bigint, bytea), redline.seal_audit(boolean),
  redline.mark_audit_pruned(timestamptz), redline.audit_weeks_to_drop(),
  redline.forget_audit_week(date),
  redline.make_audit_week(date)
from public;
grant execute on function redline.audit(text, text[], bigint, text, jsonb, text, text, text) to
  redline_recorder, redline_owner, redline_analyst, redline_miner, redline_compliance,
  redline_admin;
grant execute on function redline.seal_audit(boolean) to
  redline_recorder, redline_compliance, redline_admin;
grant execute on function redline.owner_digest(text) to redline_compliance, redline_admin;
grant select on
  redline.audit_entry, redline.audit_pending, redline.audit_seal, redline.audit_seal_member
to redline_compliance, redline_admin;
