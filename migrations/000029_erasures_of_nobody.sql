-- A mistyped erasure: of whom nothing is held, nothing is erased, unless that is asked for, because
-- the name would be refused from then on. And a refusal can be lifted.

-- Validated by the next migration: the entries need not be read for it to hold from now on.
alter table redline.audit_entry drop constraint audit_action_is_known;
alter table redline.audit_entry add constraint audit_action_is_known check (action in (
  'read_history', 'read_workflow', 'read_interactions', 'search_interactions',
  'read_corrections', 'export_corrections', 'report_content', 'read_refused',
  'export_owner', 'erase_owner', 'hold_owner', 'release_owner', 'readmit_owner',
  'set_retention', 'run_retention', 'create_key', 'revoke_key', 'list_keys',
  'read_audit', 'verify_audit', 'anchor_audit', 'prune_audit',
  'migrate', 'rebuild_rollups', 'retry_refused', 'discard_refused'
)) not valid;

alter table redline.erasure add column readmitted_at timestamptz;
alter table redline.erasure add column readmitted_by text;
alter table redline.erasure add constraint readmission_is_whole check (
  (readmitted_at is null) = (readmitted_by is null)
  and (readmitted_at is null or finished_at is not null)
);
comment on column redline.erasure.readmitted_at is
  'Since when records of the owner are taken again, as of somebody new.';

-- Whether a table has a row of an owner.
create function redline.holds_anything_of(asked text) returns boolean
  language plpgsql stable security definer
  set search_path = pg_catalog
as $$
declare
  relation regclass;
  is_there boolean;
begin
  for relation in select * from redline.tables_of_owners() loop
    execute format('select exists (select from %s where owner = $1)', relation)
    into is_there using asked;
    if is_there then
      return true;
    end if;
  end loop;
  return false;
end $$;

create or replace function redline.refused_owners(asked text[])
  returns table (owner text, is_under_way boolean)
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select given, true
  from unnest(asked) as given
  join redline.erasure on erasure.owner = given
  union all
  select distinct given, false
  from (
    select distinct given from unnest(asked) as given
    where exists (select from redline.erasure where finished_at is not null)
      and (select value from redline.setting where name = 'after_erasure') = '1'
  ) asked_for
  join redline.erasure
    on erasure.owner_digest = redline.owner_digest(given)
    and erasure.finished_at is not null
    and erasure.readmitted_at is null;
end;

-- Begins an erasure, or finds the one that is under way; null where nothing is held and that is not
-- to be erased.
drop function redline.begin_erasure(text, text);
create function redline.begin_erasure(
  erased text, requested_by text, even_if_absent boolean default false
) returns uuid
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
    if not even_if_absent and not redline.holds_anything_of(erased) then
      return null;
    end if;
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

-- Takes records of an erased owner again, as of somebody new; from how many erasures that lifts the
-- refusal. The receipts stay.
create function redline.readmit_owner(refused text, readmitted_by text) returns integer
  language sql security definer
  set search_path = pg_catalog
begin atomic
  with lifted as (
    update redline.erasure
    set readmitted_at = now(), readmitted_by = readmit_owner.readmitted_by
    where owner_digest = redline.owner_digest(refused)
      and finished_at is not null and readmitted_at is null
    returning erasure_id
  )
  select count(*)::integer from lifted;
end;

revoke execute on function
  redline.holds_anything_of(text), redline.begin_erasure(text, text, boolean),
  redline.readmit_owner(text, text)
from public;
grant execute on function
  redline.begin_erasure(text, text, boolean), redline.readmit_owner(text, text)
to redline_compliance, redline_admin;
