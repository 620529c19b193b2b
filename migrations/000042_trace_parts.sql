-- Parts of conversations that came by OpenTelemetry and wait for the rest of their trace.
--
-- A span or a log record that says something of a conversation waits here until its trace is whole,
-- or until nothing more of it has come for a while; then the turns of the conversation are recorded
-- as interactions, and the parts go. They hold content, and are an owner's like all records.

create table redline.trace_part (
  owner text not null,
  trace_id text not null,
  part_id text not null,
  recorded_at timestamptz not null default now(),
  settles_at timestamptz not null,
  part json not null,
  constraint trace_part_pkey primary key (owner, trace_id, part_id),
  constraint trace_part_owner_is_valid check (length(owner) between 1 and 254),
  constraint trace_id_is_valid check (trace_id ~ '^[0-9a-f]{32}$'),
  constraint part_id_in_range check (length(part_id) between 1 and 200)
);

-- Whose turn it is.
create index trace_part_by_turn on redline.trace_part (settles_at);

comment on table redline.trace_part is
  'Spans and log records of conversations that wait for the rest of their trace.';
comment on column redline.trace_part.settles_at is
  'When the trace is taken as it is, unless a part of it has a later time.';

alter table redline.trace_part enable row level security;
create policy recorder_writes on redline.trace_part to redline_recorder
  using (true) with check (true);
create policy owner_reads_own on redline.trace_part for select to redline_owner using (
  owner = (select redline.current_owner())
  and redline.is_kept(
    owner, recorded_at, (select redline.kept_since('interaction')),
    (select redline.agreed_since('interaction'))
  )
);
create policy fleet_reads_all on redline.trace_part for select to redline_fleet using (
  redline.is_kept(
    owner, recorded_at, (select redline.kept_since('interaction')),
    (select redline.agreed_since('interaction'))
  )
);
create policy compliance_reads_held on redline.trace_part for select
  to redline_compliance, redline_admin
  using (owner = any ((select redline.held_owners())::text[]));
grant select, insert, update, delete on redline.trace_part to redline_recorder;
grant select on redline.trace_part to redline_owner, redline_compliance, redline_admin;

-- Removes parts past their time, of which nothing is made any more; not those of owners on hold.
create function redline.remove_expired_trace_parts() returns void
  language sql security definer
  set search_path = pg_catalog
begin atomic
  delete from redline.trace_part
  where not redline.is_kept(
      owner, recorded_at, (select redline.kept_since('interaction')),
      (select redline.agreed_since('interaction'))
    )
    and owner <> all (redline.owners_on_hold());
end;

revoke execute on function redline.remove_expired_trace_parts() from public;
grant execute on function redline.remove_expired_trace_parts() to redline_recorder;
