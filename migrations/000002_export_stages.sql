-- Document exports: the workflows, their stages as sent, and every correction that was found.
--
-- Stages and corrections are partitioned by the week in which the workflow started, each week by
-- hash of the owner; see 000004. One index a table: the primary key is uniqueness, history order
-- and the way of row-level security at once.

-- Where a workflow lies. An owner and an id lead to the start time, and so to the partition; the
-- row also serialises what several writers record of one workflow.
create table redline.workflow (
  owner text not null,
  workflow_id uuid not null,
  started_at timestamptz not null,
  kept_from timestamptz not null,
  constraint workflow_pkey primary key (owner, workflow_id),
  constraint workflow_owner_is_valid check (length(owner) between 1 and 254)
);

-- For records that name a workflow and no owner.
create index workflow_by_id on redline.workflow (workflow_id);

comment on column redline.workflow.started_at is
  'The time of stage 1; until that is known, the time that the id carries or of the first stage.';
comment on column redline.workflow.kept_from is
  'When the first of its records came in: retention counts from here.';

create table redline.export_stage (
  owner text not null,
  workflow_started_at timestamptz not null,
  workflow_id uuid not null,
  revision smallint not null,
  stage smallint not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  kept_from timestamptz not null,
  digest bytea not null,
  record json not null,

  -- Stage 1.
  document_id text,
  document_type text,
  extraction_method text,
  extraction_confidence double precision,
  -- Stages 1 and 3.
  model text,
  confidence double precision,
  processing_ms double precision,
  tokens_used bigint,
  -- Stage 2.
  template text,
  format text,
  editing_seconds double precision,
  reported_fields_edited bigint,
  reported_edits_per_minute double precision,
  -- Measured: stage 1 (extracted alone) and stage 2.
  extracted integer,
  modified integer,
  deleted integer,
  added integer,
  char_edits bigint,
  char_length bigint,
  field text[],
  field_extracted integer[],
  field_modified integer[],
  field_deleted integer[],
  field_added integer[],
  -- Stage 3.
  filename text,
  file_format text,
  mime_type text,
  file_bytes bigint,
  content_hash text,
  total_seconds double precision,
  reported_accuracy double precision,
  reported_quality double precision,
  ter_edits integer,
  ter_reference_words integer,
  -- Stage 4.
  satisfaction smallint,

  constraint export_stage_pkey
    primary key (owner, workflow_started_at, workflow_id, revision, stage),
  constraint stage_in_range check (stage between 1 and 4),
  constraint revision_in_range check (revision between 1 and 10000),
  constraint digest_is_16_bytes check (length(digest) = 16),
  constraint initial_summary_names_its_document
    check (stage <> 1 or (document_id is not null and extracted is not null)),
  constraint modifications_are_measured check (
    stage <> 2
    or (extracted is not null and modified is not null and deleted is not null
      and added is not null and editing_seconds is not null and field is not null)
  ),
  constraint changed_leaves_were_extracted
    check (modified + deleted <= extracted and modified >= 0 and deleted >= 0 and added >= 0),
  constraint fields_are_parallel check (
    field is null
    or (cardinality(field) = cardinality(field_extracted)
      and cardinality(field) = cardinality(field_modified)
      and cardinality(field) = cardinality(field_deleted)
      and cardinality(field) = cardinality(field_added))
  ),
  constraint deliverable_has_a_hash
    check (stage <> 3 or content_hash ~ '^sha256:[0-9a-f]{64}$'),
  constraint satisfaction_in_range check (satisfaction between 1 and 5),
  constraint feedback_rates check (stage <> 4 or satisfaction is not null),
  constraint confidence_in_range check (confidence between 0 and 1),
  constraint editing_seconds_not_negative check (editing_seconds >= 0)
) partition by range (workflow_started_at);

comment on column redline.export_stage.stage is
  '1 initial_ai_summary, 2 user_modifications, 3 final_summary_and_deliverable, 4 user_feedback';
comment on column redline.export_stage.record is 'The record as it was sent, to the byte.';
comment on column redline.export_stage.digest is
  'Of the record''s content: the same record sent again is known by it.';

create table redline.correction (
  owner text not null,
  workflow_started_at timestamptz not null,
  workflow_id uuid not null,
  revision smallint not null,
  ordinal integer not null,
  kept_from timestamptz not null,
  field text not null,
  original_path text not null,
  modified_path text not null,
  change_type text not null,
  pattern text not null,
  original json,
  modified json,
  original_length integer,
  modified_length integer,
  edit_distance integer,
  reason text,
  constraint correction_pkey
    primary key (owner, workflow_started_at, workflow_id, revision, ordinal),
  constraint change_type_is_known
    check (change_type in ('modification', 'addition', 'deletion')),
  constraint pattern_fits_change check (
    case change_type
      when 'addition' then pattern = 'missing' and original is null and modified is not null
      when 'deletion' then pattern = 'spurious' and original is not null and modified is null
      else pattern not in ('missing', 'spurious')
        and original is not null and modified is not null
    end
  )
) partition by range (workflow_started_at);

comment on column redline.correction.edit_distance is
  'Levenshtein distance in code points, where a string was modified into a string.';
comment on column redline.correction.reason is 'The user_reason that the client gave for it.';
