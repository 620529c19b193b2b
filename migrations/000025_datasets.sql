-- Datasets that were made of records, and which records are in each: whoever has a record removed
-- learns which files to recall.
--
-- A record is registered before it is written to a file, so that there is none in a file that is
-- not here, even where an export broke off.

create table redline.dataset (
  dataset_id uuid not null default gen_random_uuid(),
  path text not null,
  shape text not null,
  filters jsonb not null,
  files jsonb not null default '[]',
  records bigint not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  created_by text not null default session_user,
  constraint dataset_pkey primary key (dataset_id),
  constraint shape_is_known check (
    shape in ('pairs', 'sft', 'dpo', 'kto', 'openai-sft', 'openai-dpo', 'evals')
  ),
  constraint records_not_negative check (records >= 0)
);

comment on column redline.dataset.filters is
  'What was asked for; an owner is masked, so that none is named here.';
comment on column redline.dataset.files is
  'Name, number of lines, bytes and SHA-256 of each file; empty until the export was finished.';

create table redline.dataset_record (
  owner text not null,
  dataset_id uuid not null,
  kind text not null,
  record_id text not null,
  constraint dataset_record_pkey primary key (owner, dataset_id, kind, record_id),
  constraint dataset_record_owner_is_valid check (length(owner) between 1 and 254),
  constraint kind_is_known check (kind in ('workflow', 'interaction'))
);

comment on column redline.dataset_record.record_id is
  'The workflow''s id, or that of the interaction (of a thread, its first).';

alter table redline.dataset enable row level security;
create policy fleet_reads_all on redline.dataset for select to redline_fleet using (true);
create policy miner_writes on redline.dataset to redline_miner, redline_compliance, redline_admin
  using (true) with check (true);
grant select, insert, update on redline.dataset
to redline_miner, redline_compliance, redline_admin;

alter table redline.dataset_record enable row level security;
create policy fleet_reads_all on redline.dataset_record for select to redline_fleet using (true);
create policy miner_writes on redline.dataset_record
  to redline_miner, redline_compliance, redline_admin using (true) with check (true);
grant select, insert on redline.dataset_record
to redline_miner, redline_compliance, redline_admin;

-- The number of the schema, for a dataset's manifest; the migrations themselves are nobody's to read.
create function redline.schema_version() returns integer
  language plpgsql stable security definer
  set search_path = pg_catalog
as $$
begin
  return (select max(number) from redline.migration);
end $$;
