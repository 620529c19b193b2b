-- Roll-ups for less: places are written down only where somebody reads them, and without going by
-- way of floating point; what is put aside for a moment is compressed by the faster method.

-- The same texts as before. A revision has at most five digits and an ordinal at most six.
create or replace function redline.correction_place(
  seen_at timestamptz, workflow_started_at timestamptz, workflow_id uuid, revision smallint,
  ordinal integer, owner text
) returns text
  language sql stable parallel safe
  return to_char(seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '/' || to_char(workflow_started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '/' || workflow_id::text
    || '/' || lpad(revision::text, 5, '0')
    || '/' || lpad(ordinal::text, 6, '0')
    || '/' || owner;

-- Puts something in the place of something else in the definition of a function.
create function pg_temp.reword(routine regprocedure, known text, instead text) returns void
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

-- Nobody asks where a call was that did not fail.
select pg_temp.reword(
  'redline.roll_up(integer)',
  'redline.call_place(given.occurred_at, given.ordinal, given.owner, given.interaction_id)',
  'case when given.failed then redline.call_place(
      given.occurred_at, given.ordinal, given.owner, given.interaction_id
    ) end'
);

drop function pg_temp.reword(regprocedure, text, text);

-- Written and read again within seconds.
do $$
declare
  wide record;
begin
  for wide in
    select attrelid::regclass as relation, attname as name
    from pg_attribute
    where attrelid in (
        'redline.rollup_pending'::regclass, 'redline.rollup_pair_review'::regclass,
        'redline.rollup_request_message'::regclass
      )
      and attnum > 0 and not attisdropped and attlen = -1
  loop
    execute format('alter table %s alter column %I set compression lz4', wide.relation, wide.name);
  end loop;
exception when feature_not_supported then
  null;
end
$$;
