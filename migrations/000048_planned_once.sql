-- Two functions that recording calls in each transaction, in a language that keeps their plans.
--
-- PostgreSQL plans what a function in SQL does each time that it is called, unless the function can be
-- made part of the statement, which one that runs with its owner's rights cannot: 0.4 ms a transaction.

-- As before: of these owners those of whom nothing may be recorded, being erased (true), or erased and
-- refused since (false). To ask it holds a lock until the transaction ends, which an erasure waits for.
create or replace function redline.refused_owners(asked text[])
  returns table (owner text, is_under_way boolean)
  language plpgsql stable security definer
  set search_path = pg_catalog
as $$
#variable_conflict use_column
begin
  if not exists (select from redline.erasure) then
    return;
  end if;
  return query
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
end $$;

-- As before: how the audit trail names an owner.
create or replace function redline.owner_digest(owner text) returns text
  language plpgsql stable parallel safe security definer
  set search_path = pg_catalog
as $$
begin
  return (
    select
      left(encode(sha256(salt || convert_to('owner ' || owner_digest.owner, 'UTF8')), 'hex'), 32)
    from redline.audit_salt
  );
end $$;
