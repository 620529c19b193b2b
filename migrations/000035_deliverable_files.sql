-- The files of exports, to the byte, as they were handed over.
--
-- A file lies in the week of its workflow's stages, is kept as long as those, and goes with them. It
-- is known by its hash, which the revision's stage 3 has: where two were made for one revision at the
-- same time, the one that stage 3 names is the revision's, and nobody gets to see the other.

create table redline.deliverable_file (
  owner text not null,
  workflow_started_at timestamptz not null,
  workflow_id uuid not null,
  revision smallint not null,
  content_hash text not null,
  created_at timestamptz not null,
  kept_from timestamptz not null,
  filename text not null,
  mime_type text not null,
  content bytea not null,
  constraint deliverable_file_pkey
    primary key (owner, workflow_started_at, workflow_id, revision, content_hash),
  constraint deliverable_file_owner_is_valid check (length(owner) between 1 and 254),
  constraint revision_in_range check (revision between 1 and 10000),
  constraint content_hash_is_of_content
    check (content_hash = 'sha256:' || encode(sha256(content), 'hex'))
) partition by range (workflow_started_at);

comment on table redline.deliverable_file is 'The files of exports.';
comment on column redline.deliverable_file.content is 'The file, to the byte.';

-- The weeks of exports have files as well.
create or replace function redline.relations_of(kind text) returns text[]
  language sql immutable
  return case kind
    when 'export' then array['export_stage', 'correction', 'document', 'deliverable_file']
    when 'interaction' then array['interaction', 'tool_call']
  end;

-- A week of exports is taken out as a whole, so that those that are there need it, too.
select redline.make_week('deliverable_file', week)
from redline.partition_week
where relation = 'export_stage'
order by week;

alter table redline.deliverable_file enable row level security;
create policy recorder_writes on redline.deliverable_file to redline_recorder
  using (true) with check (true);
create policy owner_reads_own on redline.deliverable_file for select to redline_owner using (
  owner = (select redline.current_owner())
  and kept_from > (select redline.kept_since('export'))
);
create policy fleet_reads_all on redline.deliverable_file for select to redline_fleet
  using (kept_from > (select redline.kept_since('export')));
create policy compliance_reads_held on redline.deliverable_file for select
  to redline_compliance, redline_admin
  using (owner = any ((select redline.held_owners())::text[]));
grant select, insert on redline.deliverable_file to redline_recorder;
grant select on redline.deliverable_file to redline_owner, redline_compliance, redline_admin;

-- Who read a file again is told of in the audit trail. Validated by the next migration.
alter table redline.audit_entry drop constraint audit_action_is_known;
alter table redline.audit_entry add constraint audit_action_is_known check (action in (
  'read_history', 'read_workflow', 'read_interactions', 'search_interactions',
  'read_documents', 'read_document', 'read_deliverable',
  'read_corrections', 'export_corrections', 'report_content', 'read_refused',
  'export_owner', 'erase_owner', 'hold_owner', 'release_owner', 'readmit_owner',
  'set_retention', 'run_retention', 'create_key', 'revoke_key', 'list_keys',
  'read_audit', 'verify_audit', 'anchor_audit', 'prune_audit',
  'migrate', 'rebuild_rollups', 'retry_refused', 'discard_refused'
)) not valid;
