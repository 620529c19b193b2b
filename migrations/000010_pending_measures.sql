-- What is recorded and measured later, because to measure it at once would hold up others.
--
-- A mark stands for a stage 2 whose comparison is to come, or for a stage 3 whose summary is to be
-- held against the first one. It is made in the transaction that records the stage, and goes in the
-- one that writes the measures.

create table redline.pending_measure (
  owner text not null,
  workflow_id uuid not null,
  revision smallint not null,
  stage smallint not null,
  since timestamptz not null default now(),
  kept_from timestamptz not null,
  tries smallint not null default 0,
  constraint pending_measure_pkey primary key (owner, workflow_id, revision, stage),
  constraint pending_measure_is_of_a_workflow
    foreign key (owner, workflow_id) references redline.workflow on delete cascade,
  constraint stage_can_be_measured_later check (stage in (2, 3)),
  constraint tries_not_negative check (tries >= 0)
);

-- Whose turn it is: what was tried least, then what waits longest.
create index pending_measure_by_turn on redline.pending_measure (tries, since);

comment on table redline.pending_measure is 'Stages that are recorded and not measured yet.';
comment on column redline.pending_measure.tries is
  'How often the measuring was begun: what ends the process each time must not do so for ever.';

alter table redline.pending_measure enable row level security;
create policy recorder_writes on redline.pending_measure to redline_recorder
  using (true) with check (true);
create policy owner_reads_own on redline.pending_measure for select to redline_owner using (
  owner = (select redline.current_owner())
  and kept_from > (select redline.kept_since('export'))
);
create policy fleet_reads_all on redline.pending_measure for select to redline_fleet
  using (kept_from > (select redline.kept_since('export')));
grant select, insert, update, delete on redline.pending_measure to redline_recorder;
grant select on redline.pending_measure to
  redline_owner, redline_analyst, redline_miner, redline_compliance, redline_admin;

-- Modifications are measured whole or not at all.
alter table redline.export_stage drop constraint modifications_are_measured;
alter table redline.export_stage add constraint modifications_are_measured check (
  stage <> 2
  or (editing_seconds is not null
    and num_nulls(
      extracted, modified, deleted, added, char_edits, char_length, field, field_extracted,
      field_modified, field_deleted, field_added
    ) in (0, 11))
);

-- As before, but that modifications that are not measured yet are no review yet: what they changed
-- is not known, and "nothing" would be wrong.
create or replace view redline.revision with (security_invoker = true) as
select
  owner,
  workflow_started_at,
  workflow_id,
  revision,
  kept_from,
  first_value(document_id) over earlier as document_id,
  first_value(document_type) over earlier as document_type,
  first_value(extraction_method) over earlier as extraction_method,
  coalesce(model, first_value(model) over earlier) as model,
  template,
  coalesce(format, file_format) as format,
  has_modifications,
  has_deliverable,
  case when has_modifications then edited_leaves is not null else has_deliverable end
    as is_reviewed,
  coalesce(modified_at, delivered_at) as reviewed_at,
  case when edited_leaves is not null then editing_seconds end as editing_seconds,
  -- A later revision starts from what the one before it ended with.
  coalesce(
    edited_leaves,
    initial_leaves,
    (max(array[revision, edited_leaves - deleted + added]) filter (where has_modifications)
      over (earlier rows between unbounded preceding and 1 preceding))[2],
    first_value(initial_leaves) over earlier,
    0
  ) as extracted,
  coalesce(modified, 0) as modified,
  coalesce(deleted, 0) as deleted,
  coalesce(added, 0) as added,
  coalesce(char_edits, 0) as char_edits,
  coalesce(char_length, 0) as char_length,
  ter_edits,
  ter_reference_words,
  reported_accuracy,
  reported_quality,
  coalesce(initial_confidence, first_value(initial_confidence) over earlier)
    as initial_confidence,
  final_confidence,
  field,
  field_extracted,
  field_modified,
  field_deleted,
  field_added
from (
  select
    owner, workflow_started_at, workflow_id, revision,
    min(kept_from) as kept_from,
    bool_or(stage = 2) as has_modifications,
    bool_or(stage = 3) as has_deliverable,
    max(document_id) filter (where stage = 1) as document_id,
    max(document_type) filter (where stage = 1) as document_type,
    max(extraction_method) filter (where stage = 1) as extraction_method,
    max(model) filter (where stage = 1) as model,
    max(extracted) filter (where stage = 1) as initial_leaves,
    max(confidence) filter (where stage = 1) as initial_confidence,
    min(occurred_at) filter (where stage = 2) as modified_at,
    max(template) filter (where stage = 2) as template,
    max(format) filter (where stage = 2) as format,
    max(editing_seconds) filter (where stage = 2) as editing_seconds,
    max(extracted) filter (where stage = 2) as edited_leaves,
    max(modified) filter (where stage = 2) as modified,
    max(deleted) filter (where stage = 2) as deleted,
    max(added) filter (where stage = 2) as added,
    max(char_edits) filter (where stage = 2) as char_edits,
    max(char_length) filter (where stage = 2) as char_length,
    min(occurred_at) filter (where stage = 3) as delivered_at,
    max(file_format) filter (where stage = 3) as file_format,
    max(ter_edits) filter (where stage = 3) as ter_edits,
    max(ter_reference_words) filter (where stage = 3) as ter_reference_words,
    max(reported_accuracy) filter (where stage = 3) as reported_accuracy,
    max(reported_quality) filter (where stage = 3) as reported_quality,
    max(confidence) filter (where stage = 3) as final_confidence,
    coalesce(max(field) filter (where stage = 2), max(field) filter (where stage = 1)) as field,
    coalesce(
      max(field_extracted) filter (where stage = 2), max(field_extracted) filter (where stage = 1)
    ) as field_extracted,
    max(field_modified) filter (where stage = 2) as field_modified,
    max(field_deleted) filter (where stage = 2) as field_deleted,
    max(field_added) filter (where stage = 2) as field_added
  from redline.export_stage
  where stage in (1, 2, 3) and kept_from > (select redline.kept_since('export'))
  group by owner, workflow_started_at, workflow_id, revision
) stages
window earlier as (partition by owner, workflow_started_at, workflow_id order by revision);
