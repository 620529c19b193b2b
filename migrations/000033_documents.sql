-- Documents: extracted data that were stored before anybody exports them, a version a row.
--
-- A document is an owner's; its versions count from 1 without a gap, and what is the same as the
-- latest version is that version. redline.store_document() alone writes them, one writer at a time
-- for each document. Versions are partitioned as export stages are, by the week in which they were
-- stored, and are kept as long: they go with the weeks of exports.

create table redline.document (
  owner text not null,
  document_id text not null,
  version integer not null,
  created_at timestamptz not null,
  kept_from timestamptz not null,
  superseded_at timestamptz,
  digest bytea not null,
  record json not null,
  document_type text not null,
  extraction_method text not null,
  extraction_confidence double precision,
  extracted integer not null,
  constraint document_pkey primary key (owner, document_id, version, created_at),
  constraint document_owner_is_valid check (length(owner) between 1 and 254),
  constraint document_id_in_range check (length(document_id) between 1 and 200),
  constraint version_is_positive check (version > 0),
  constraint digest_is_16_bytes check (length(digest) = 16),
  constraint extraction_confidence_in_range check (extraction_confidence between 0 and 1),
  constraint extracted_not_negative check (extracted >= 0),
  constraint superseded_after_it_was_created check (superseded_at > created_at)
) partition by range (created_at);

comment on table redline.document is 'Extracted data with their source, a version a row.';
comment on column redline.document.record is 'What was sent, to the byte.';
comment on column redline.document.digest is
  'Of the record''s content: the same content sent again is known by it.';
comment on column redline.document.superseded_at is
  'When the next version came; null for the latest.';
comment on column redline.document.extracted is 'How many values were extracted.';

-- The latest versions of an owner's documents, in the order of lists.
create index document_by_time on redline.document (owner, created_at, document_id)
where superseded_at is null;

-- For who reads documents of any owner.
create index document_by_id on redline.document (document_id);

-- The weeks of exports have documents as well.
create or replace function redline.relations_of(kind text) returns text[]
  language sql immutable
  return case kind
    when 'export' then array['export_stage', 'correction', 'document']
    when 'interaction' then array['interaction', 'tool_call']
  end;

create or replace function redline.ensure_partitions(kind text, at timestamptz) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  relation text;
begin
  foreach relation in array redline.relations_of(kind) loop
    perform redline.make_week(relation, redline.week_of(at));
  end loop;
end $$;

-- A week of exports is taken out as a whole, so that those that are there need it, too.
select redline.make_week('document', week)
from redline.partition_week
where relation = 'export_stage'
order by week;

alter table redline.document enable row level security;
create policy owner_reads_own on redline.document for select to redline_owner using (
  owner = (select redline.current_owner())
  and kept_from > (select redline.kept_since('export'))
);
create policy fleet_reads_all on redline.document for select to redline_fleet
  using (kept_from > (select redline.kept_since('export')));
create policy compliance_reads_held on redline.document for select
  to redline_compliance, redline_admin
  using (owner = any ((select redline.held_owners())::text[]));
grant select on redline.document to redline_owner, redline_compliance, redline_admin;

-- By what a version is known to who wants to replace it and no other.
create function redline.document_tag(version integer, digest bytea) returns text
  language sql immutable parallel safe
  return version || '-' || encode(digest, 'hex');

-- Stores a document as a new version, unless it is the same as the latest one. Where versions are
-- expected ('*' for any), the latest has to be among them, but what is stored already is no
-- conflict: so a request can be sent again. `refusal` says why nothing was stored: 'outdated';
-- 'being_erased', 'erased' of the owner.
create function redline.store_document(
  of_owner text, id text, content_digest bytea, content json, type text, method text,
  confidence double precision, leaves integer, expected text[],
  out stored_version integer, out stored_at timestamptz, out is_new boolean, out refusal text
)
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  latest record;
  is_there boolean;
begin
  -- After the lock, each statement has to see what was committed before.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'store_document needs a transaction at isolation level read committed';
  end if;
  select case when refused.is_under_way then 'being_erased' else 'erased' end into refusal
  from redline.refused_owners(array[of_owner]) refused;
  if refusal is not null then
    return;
  end if;
  perform pg_advisory_xact_lock(
    hashtextextended('redline document ' || length(of_owner) || ' ' || of_owner || id, 0)
  );
  select known.version, known.created_at, known.kept_from, known.digest into latest
  from redline.document known
  where known.owner = of_owner and known.document_id = id
  order by known.version desc
  limit 1;
  -- A version past its time is as good as gone; its number is not given again while it is there.
  is_there := coalesce(latest.kept_from > redline.kept_since('export'), false);
  if is_there and latest.digest = content_digest then
    stored_version := latest.version;
    stored_at := latest.created_at;
    is_new := false;
    return;
  end if;
  if expected is not null and not (
    is_there
    and expected && array['*', redline.document_tag(latest.version, latest.digest)]
  ) then
    refusal := 'outdated';
    return;
  end if;
  stored_version := coalesce(latest.version, 0) + 1;
  -- A later version has a later time, also where the clock was set back.
  stored_at := greatest(clock_timestamp(), latest.created_at + interval '1 microsecond');
  is_new := true;
  perform redline.ensure_partitions('export', stored_at);
  update redline.document known
  set superseded_at = stored_at
  where known.owner = of_owner and known.document_id = id
    and known.version = latest.version and known.created_at = latest.created_at;
  insert into redline.document (
    owner, document_id, version, created_at, kept_from, digest, record, document_type,
    extraction_method, extraction_confidence, extracted
  )
  values (
    of_owner, id, stored_version, stored_at, stored_at, content_digest, content, type, method,
    confidence, leaves
  );
end $$;

revoke execute on function redline.store_document(
  text, text, bytea, json, text, text, double precision, integer, text[]
) from public;
grant execute on function redline.store_document(
  text, text, bytea, json, text, text, double precision, integer, text[]
) to redline_recorder;

-- As before, but that a week of exports has stages and documents.
create or replace function redline.contents_of_week(
  kind text, week date, out stay bigint, out gone bigint, out bytes bigint,
  out next_at timestamptz
)
  language plpgsql stable
  set search_path = pg_catalog
  set timezone = 'UTC'
as $$
declare
  counted text[] := case kind
    when 'export' then array['export_stage', 'document'] else array['interaction']
  end;
  counted_relation text;
  part text;
  found record;
  days integer := (
    select value::integer from redline.setting where name = kind || '_retention_days'
  );
begin
  if redline.partition_of((redline.relations_of(kind))[1], week) is null then
    return;
  end if;
  stay := 0;
  gone := 0;
  foreach counted_relation in array counted loop
    part := redline.partition_of(counted_relation, week);
    continue when part is null;
    execute format(
      'select count(*) filter (where %1$s) as stay, count(*) filter (where not %1$s) as gone, '
      'min(%2$s) filter (where %2$s > $1) + make_interval(days => $3) as next_at from redline.%3$I',
      redline.staying(kind),
      case kind when 'export' then 'kept_from' else 'recorded_at' end,
      part
    )
    into found
    using redline.kept_since(kind), redline.owners_on_hold(), days;
    stay := stay + found.stay;
    gone := gone + found.gone;
    next_at := least(next_at, found.next_at);
  end loop;
  select sum(pg_total_relation_size(leaf.relid)) into bytes
  from unnest(redline.relations_of(kind)) as relation
  cross join lateral pg_partition_tree(
    ('redline.' || quote_ident(redline.partition_of(relation, week)))::regclass
  ) as tree
  cross join lateral (
    select tree.relid
    union
    select ('redline.' || quote_ident(redline.partition_of(relation, week)))::regclass
  ) leaf;
end $$;

-- As before, but that documents are counted, too.
create or replace function redline.drop_retired(retired text) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  of_kind text;
  removed bigint := 0;
  held text[] := redline.owners_on_hold();
begin
  select kind into of_kind from redline.retired_partition where part = retired for update;
  if of_kind is null then
    return 0;
  end if;
  if retired like '%\_export\_stage\_%' then
    execute format(
      'with gone as ('
      '  select distinct owner, workflow_id from redline.%I'
      '), places as ('
      '  delete from redline.workflow place using gone'
      '  where place.owner = gone.owner and place.workflow_id = gone.workflow_id and not %s'
      '  returning place.owner, place.workflow_id'
      ') '
      'delete from redline.rollup_counted counted using places '
      'where counted.owner = places.owner and counted.workflow_id = places.workflow_id',
      retired, replace(redline.staying('export'), 'owner', 'place.owner')
    ) using redline.kept_since('export'), held;
    execute format('select count(*) from redline.%I', retired) into removed;
  elsif retired like '%\_interaction\_%' then
    execute format(
      'delete from redline.interaction_key place using redline.%I gone '
      'where place.owner = gone.owner and place.interaction_id = gone.interaction_id '
      'and not (place.recorded_at > $1 or place.owner = any ($2))', retired
    ) using redline.kept_since('interaction'), held;
    execute format('select count(*) from redline.%I', retired) into removed;
  elsif retired like '%\_document\_%' then
    execute format('select count(*) from redline.%I', retired) into removed;
  end if;
  execute format('drop table redline.%I', retired);
  delete from redline.retired_partition where part = retired;
  return removed;
end $$;

-- Who read documents is told of in the audit trail.
alter table redline.audit_entry drop constraint audit_action_is_known;
alter table redline.audit_entry add constraint audit_action_is_known check (action in (
  'read_history', 'read_workflow', 'read_interactions', 'search_interactions',
  'read_documents', 'read_document',
  'read_corrections', 'export_corrections', 'report_content', 'read_refused',
  'export_owner', 'erase_owner', 'hold_owner', 'release_owner', 'readmit_owner',
  'set_retention', 'run_retention', 'create_key', 'revoke_key', 'list_keys',
  'read_audit', 'verify_audit', 'anchor_audit', 'prune_audit',
  'migrate', 'rebuild_rollups', 'retry_refused', 'discard_refused'
)) not valid;
