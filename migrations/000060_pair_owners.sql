-- Roll-ups of pairs of values for less to read: how often the value of a pair was presented stands
-- beside its corrections, and owners are bits where many of them are near each other.
--
-- What was put together has neither: its days are a matter of their records until they are settled.

do $$
begin
  perform redline.unsettle_pairs(array(select day from redline.rollup_pair_day where is_settled));
end $$;

alter table redline.rollup_pair
  drop constraint rollup_pair_pkey,
  drop column owners,
  -- Numbers of owners, each once, of whose chunk there are few; of the others there are bits.
  add column owners integer[],
  -- How often the value of leaf_number was presented that day.
  add column presented integer not null,
  add constraint rollup_pair_pkey primary key (field, modified_number, original_number, day)
    include (
      corrections, presented_corrections, known_corrections, leaf_number, least_owner,
      greatest_owner, presented
    );

create table redline.rollup_pair_owner (
  day date not null,
  field text collate "C" not null,
  modified_number bigint not null,
  original_number bigint not null,
  owner_chunk integer not null,
  owners bit(4096) not null,
  constraint rollup_pair_owner_pkey
    primary key (field, modified_number, original_number, day, owner_chunk)
);
create index rollup_pair_owner_of_day on redline.rollup_pair_owner (day);

-- As before, with the number under which the owner is counted: null where nobody of that name has
-- been rolled up yet.
create or replace view redline.kept_modification with (security_barrier = true) as
select owner, workflow_started_at, workflow_id, revision, ordinal, field,
  hashint8extended(original_key, (select uuid_hash_extended(id, 0) from redline.installation))
    as leaf_number,
  redline.value_number(
    original::jsonb, (select uuid_hash_extended(id, 0) from redline.installation)
  ) as original_number,
  redline.value_number(
    modified::jsonb, (select uuid_hash_extended(id, 0) from redline.installation)
  ) as modified_number,
  redline.owner_number(owner, (select uuid_hash_extended(id, 0) from redline.installation))
    as owner_number,
  counted.number as counted_number
from redline.correction
left join redline.rollup_owner counted using (owner)
where change_type = 'modification'
  and redline.is_kept(
    owner, kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

alter type redline.presented_modification add attribute counted_number integer;

-- Leaves days to their records: what was put together of them goes.
create or replace function redline.unsettle_pairs(days date[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  update redline.rollup_pair_day
  set is_settled = false, reviews = 0, waiting = 0, changed_at = clock_timestamp(),
    kept_from = 'infinity', buckets = 0
  where day = any (days);
  with gone as (
    delete from redline.rollup_pair where day = any (days)
    returning field, modified_number, original_number, corrections
  )
  update redline.rollup_pair_total total
  set corrections = total.corrections - lost.corrections
  from (
    select field, modified_number, original_number, sum(corrections) as corrections
    from gone
    group by field, modified_number, original_number
  ) lost
  where total.field = lost.field and total.modified_number = lost.modified_number
    and total.original_number = lost.original_number;
  delete from redline.rollup_pair_total where corrections <= 0;
  delete from redline.rollup_pair_owner where day = any (days);
  delete from redline.rollup_presented where day = any (days);
  delete from redline.rollup_presented_field where day = any (days);
  delete from redline.rollup_pair_review where day = any (days);
end $$;

-- How often a number is in some that are in their order.
create function redline.times_in(number bigint, numbers bigint[]) returns integer
  language sql immutable parallel safe
  return width_bucket(number, numbers)
    - case when number = -9223372036854775808 then 0
      else width_bucket(number - 1, numbers) end;

-- Puts a day together from its records; nothing may wait to be rolled up. Days of which some
-- records are past their time are left to the others.
create or replace function redline.settle_pairs_of(settled date) returns void
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
  perform redline.unsettle_pairs(array[settled]);
  earliest := (
    select min(kept_from) from redline.export_stage
    where workflow_started_at >= starts and workflow_started_at < ends
      and stage in (1, 2, 3) and revision = 1
  );
  if earliest <= redline.editors_since() then
    update redline.rollup_pair_day set kept_from = earliest where day = settled;
    return;
  end if;
  with presented as materialized (
    select owner, workflow_started_at, workflow_id, has_modifications, leaf_key, field,
      field_extracted
    from (
      -- As redline.presented_as_of has it.
      select
        owner, workflow_started_at, workflow_id,
        bool_or(stage = 2) as has_modifications,
        case when bool_or(stage = 2) then max(leaf_key) filter (where stage = 2)
          else max(leaf_key) filter (where stage = 1) end as leaf_key,
        case when bool_or(stage = 2) then max(field) filter (where stage = 2)
          else max(field) filter (where stage = 1) end as field,
        case when bool_or(stage = 2) then max(field_extracted) filter (where stage = 2)
          else max(field_extracted) filter (where stage = 1) end as field_extracted,
        case when bool_or(stage = 2) then max(extracted) filter (where stage = 2) is not null
          else bool_or(stage = 3) end as is_reviewed
      from redline.export_stage
      where workflow_started_at >= starts and workflow_started_at < ends
        and stage in (1, 2, 3) and revision = 1
      group by owner, workflow_started_at, workflow_id
    ) stages
    where is_reviewed
  ), size as materialized (
    -- Some two hundred to a row: as many as lie in it without being put aside.
    select count(*)::integer as reviews,
      (sum(cardinality(leaf_key)) / 200 + 1)::integer as buckets
    from presented
  ), leaf as (
    insert into redline.rollup_presented
    select
      settled, redline.presented_bucket(leaf_number, buckets),
      array_agg(leaf_number order by leaf_number)
    from (
      select hashint8extended(unnest(leaf_key), salt) as leaf_number from presented
    ) hashed, size
    group by redline.presented_bucket(leaf_number, buckets)
    returning bucket, leaf_number
  ), modification as materialized (
    select
      correction.field collate "C" as field,
      redline.value_number(correction.modified::jsonb, salt) as modified_number,
      redline.value_number(correction.original::jsonb, salt) as original_number,
      hashint8extended(correction.original_key, salt) as leaf_number,
      presented.leaf_key is not null as is_known,
      redline.owner_number(correction.owner, salt) as owner_number,
      counted.number,
      correction.owner, correction.workflow_started_at, correction.workflow_id, correction.ordinal,
      correction.kept_from
    from redline.correction
    join presented using (owner, workflow_started_at, workflow_id)
    join redline.rollup_owner counted on counted.owner = correction.owner
    where presented.has_modifications and correction.revision = 1
      and correction.change_type = 'modification'
      and correction.workflow_started_at >= starts and correction.workflow_started_at < ends
  ), chunk as materialized (
    select
      field, modified_number, original_number, number / 4096 as owner_chunk,
      array_agg(distinct number) as numbers
    from modification
    group by field, modified_number, original_number, number / 4096
  ), owner as (
    -- To read one row of bits takes as long as eight numbers.
    insert into redline.rollup_pair_owner
    select
      settled, field, modified_number, original_number, owner_chunk,
      (select bit_or(redline.owner_bit(number)) from unnest(numbers) as number)
    from chunk
    where cardinality(numbers) >= 8
  ), few as (
    select field, modified_number, original_number, array_agg(number) as owners
    from chunk
    cross join lateral unnest(numbers) as number
    where cardinality(numbers) < 8
    group by field, modified_number, original_number
  ), pair as (
    insert into redline.rollup_pair (
      day, field, modified_number, original_number, leaf_number, corrections,
      presented_corrections, known_corrections, owners, least_owner, greatest_owner,
      example_started_at, example_workflow_id, example_owner, example_ordinal, example_kept_from,
      presented
    )
    select
      settled, field, modified_number, original_number, made.leaf_number, corrections,
      presented_corrections, known_corrections, few.owners, least_owner, greatest_owner,
      example_started_at, example_workflow_id, example_owner, example_ordinal, example_kept_from,
      coalesce(redline.times_in(made.leaf_number, held.leaf_number), 0)
    from (
      select
        field, modified_number, original_number, max(leaf_number) as leaf_number,
        count(*) as corrections,
        count(*) filter (where is_known) as presented_corrections,
        count(leaf_number) filter (where is_known) as known_corrections,
        min(owner_number) as least_owner, max(owner_number) as greatest_owner,
        min(workflow_started_at) as example_started_at,
        min(workflow_id::text) filter (where place = 1)::uuid as example_workflow_id,
        min(owner) filter (where place = 1) as example_owner,
        min(ordinal) filter (where place = 1) as example_ordinal,
        min(kept_from) filter (where place = 1) as example_kept_from
      from (
        select
          *,
          row_number() over (
            partition by field, modified_number, original_number
            order by workflow_started_at, workflow_id, owner collate "C", ordinal
          ) as place
        from modification
      ) placed
      group by field, modified_number, original_number
    ) made
    cross join size
    left join few using (field, modified_number, original_number)
    left join leaf held
      on held.bucket = redline.presented_bucket(made.leaf_number, size.buckets)
    returning field, modified_number, original_number, corrections
  ), total as (
    insert into redline.rollup_pair_total as known
    select * from pair
    on conflict on constraint rollup_pair_total_pkey do update set
      corrections = known.corrections + excluded.corrections
  ), field as (
    insert into redline.rollup_presented_field
    select settled, fields.field collate "C", sum(fields.extracted)
    from presented
    cross join lateral unnest(presented.field, presented.field_extracted)
      as fields (field, extracted)
    where presented.leaf_key is not null and fields.field is not null
    group by fields.field collate "C"
  )
  update redline.rollup_pair_day
  set is_settled = true, reviews = size.reviews, buckets = coalesce(size.buckets, 0),
    kept_from = coalesce(earliest, 'infinity')
  from size
  where day = settled;
end $$;

grant select on redline.rollup_pair_owner
to redline_analyst, redline_miner, redline_compliance, redline_admin;
grant select (owners, presented) on redline.rollup_pair
to redline_analyst, redline_miner, redline_compliance, redline_admin;

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

select pg_temp.reword(
  'redline.presented_of(date, date, text, timestamptz, boolean)',
  'change.leaf_number, change.owner_number
',
  'change.leaf_number, change.owner_number, change.counted_number
'
);
drop function pg_temp.reword(regprocedure, text, text);

-- What a sweep takes out of the folder of files is told of.
alter table redline.audit_entry drop constraint audit_action_is_known;
alter table redline.audit_entry add constraint audit_action_is_known check (action in (
  'read_history', 'read_workflow', 'read_interactions', 'search_interactions',
  'read_documents', 'read_document', 'read_deliverable',
  'read_corrections', 'export_corrections', 'report_content', 'read_refused',
  'export_owner', 'erase_owner', 'hold_owner', 'release_owner', 'readmit_owner',
  'set_retention', 'run_retention', 'sweep_files', 'create_key', 'revoke_key', 'list_keys',
  'list_people', 'sign_out_person',
  'read_audit', 'verify_audit', 'anchor_audit', 'prune_audit',
  'migrate', 'rebuild_rollups', 'retry_refused', 'discard_refused'
)) not valid;
