-- Roll-ups of workflows: out with what was counted of them, in with what they are now.

create type redline.rollup_version as (
  sign integer,
  owner text,
  workflow_started_at timestamptz,
  day date,
  workflow_id uuid,
  revision smallint,
  document_type text,
  extraction_method text,
  model text,
  template text,
  format text,
  own_document_type text,
  own_extraction_method text,
  own_model text,
  own_format text,
  own_file_format text,
  is_known boolean,
  is_first_known boolean,
  has_modifications boolean,
  is_reviewed boolean,
  modified_at timestamptz,
  delivered_at timestamptz,
  editing_seconds double precision,
  extracted bigint,
  modified bigint,
  deleted bigint,
  added bigint,
  char_edits bigint,
  char_length bigint,
  ter_edits bigint,
  ter_reference_words bigint,
  reported_accuracy double precision,
  reported_quality double precision,
  confidence_gain double precision,
  field text[],
  field_extracted integer[],
  field_modified integer[],
  field_deleted integer[],
  field_added integer[]
);

-- The revisions of workflows: as the roll-ups have them (sign -1) and as they are now (sign 1).
create function redline.rollup_versions(owners text[], ids uuid[], is_forgotten boolean)
  returns setof redline.rollup_version
  language plpgsql stable
  set search_path = pg_catalog
  -- A few thousand of very many, by their keys.
  set enable_hashjoin = off
  set enable_mergejoin = off
as $$
begin
  return query
  with key as (
    select distinct owner, workflow_id
    from unnest(owners, ids) as given (owner, workflow_id)
  ), stage as (
    select
      version.sign,
      case version.sign when 1 then workflow.started_at else counted.started_at end as starts_at,
      version.sign = 1 or stage.stage = 1
        or stage.revision * 100 + stage.stage * 10 + 1 = any (counted.stages) as is_measured,
      stage.*
    from key
    join redline.workflow using (owner, workflow_id)
    left join redline.rollup_counted counted using (owner, workflow_id)
    join redline.export_stage stage
      on stage.owner = workflow.owner
      and stage.workflow_started_at = workflow.started_at
      and stage.workflow_id = workflow.workflow_id
    cross join (values (1), (-1)) as version (sign)
    where case version.sign
      when 1 then not is_forgotten
      else stage.revision * 100 + stage.stage * 10 = any (counted.stages)
        or stage.revision * 100 + stage.stage * 10 + 1 = any (counted.stages)
    end
  ), revision as (
    select
      sign, owner, starts_at, workflow_id, revision,
      bool_or(stage < 4) as is_known,
      bool_or(stage = 2) as has_modifications,
      bool_or(stage = 3) as has_deliverable,
      max(document_type) filter (where stage = 1) as document_type,
      max(extraction_method) filter (where stage = 1) as extraction_method,
      max(model) filter (where stage = 1) as model,
      max(extracted) filter (where stage = 1) as initial_leaves,
      max(confidence) filter (where stage = 1) as initial_confidence,
      min(occurred_at) filter (where stage = 2) as modified_at,
      max(template) filter (where stage = 2) as template,
      max(format) filter (where stage = 2) as format,
      max(editing_seconds) filter (where stage = 2) as editing_seconds,
      max(extracted) filter (where stage = 2 and is_measured) as edited_leaves,
      max(modified) filter (where stage = 2 and is_measured) as modified,
      max(deleted) filter (where stage = 2 and is_measured) as deleted,
      max(added) filter (where stage = 2 and is_measured) as added,
      max(char_edits) filter (where stage = 2 and is_measured) as char_edits,
      max(char_length) filter (where stage = 2 and is_measured) as char_length,
      min(occurred_at) filter (where stage = 3) as delivered_at,
      max(file_format) filter (where stage = 3) as file_format,
      max(ter_edits) filter (where stage = 3 and is_measured) as ter_edits,
      max(ter_reference_words) filter (where stage = 3 and is_measured) as ter_reference_words,
      max(reported_accuracy) filter (where stage = 3) as reported_accuracy,
      max(reported_quality) filter (where stage = 3) as reported_quality,
      max(confidence) filter (where stage = 3) as final_confidence,
      coalesce(
        max(field) filter (where stage = 2 and is_measured), max(field) filter (where stage = 1)
      ) as field,
      coalesce(
        max(field_extracted) filter (where stage = 2 and is_measured),
        max(field_extracted) filter (where stage = 1)
      ) as field_extracted,
      max(field_modified) filter (where stage = 2 and is_measured) as field_modified,
      max(field_deleted) filter (where stage = 2 and is_measured) as field_deleted,
      max(field_added) filter (where stage = 2 and is_measured) as field_added
    from stage
    group by sign, owner, starts_at, workflow_id, revision
  )
  select
    sign,
    owner,
    starts_at,
    (starts_at at time zone 'UTC')::date,
    workflow_id,
    revision,
    first_value(document_type) over earlier,
    first_value(extraction_method) over earlier,
    coalesce(model, first_value(model) over earlier),
    template,
    coalesce(format, file_format),
    document_type,
    extraction_method,
    model,
    format,
    file_format,
    is_known,
    revision = first_value(revision) over earlier,
    has_modifications,
    case when has_modifications then edited_leaves is not null else has_deliverable end,
    modified_at,
    delivered_at,
    case when edited_leaves is not null then editing_seconds end,
    coalesce(
      edited_leaves,
      initial_leaves,
      (max(array[revision, edited_leaves - deleted + added]) filter (where has_modifications)
        over (earlier rows between unbounded preceding and 1 preceding))[2],
      first_value(initial_leaves) over earlier,
      0
    )::bigint,
    coalesce(modified, 0)::bigint,
    coalesce(deleted, 0)::bigint,
    coalesce(added, 0)::bigint,
    coalesce(char_edits, 0),
    coalesce(char_length, 0),
    ter_edits::bigint,
    ter_reference_words::bigint,
    reported_accuracy,
    reported_quality,
    final_confidence
      - coalesce(initial_confidence, first_value(initial_confidence) over earlier),
    field,
    field_extracted,
    field_modified,
    field_deleted,
    field_added
  from revision
  -- Feedback alone makes no revision.
  window earlier as (
    partition by revision.sign, revision.owner, revision.workflow_id, revision.is_known
    order by revision.revision
  );
end $$;

-- Brings the roll-ups of workflows up to date: takes out what was counted of them and puts in what
-- they are now; with is_forgotten it only takes out. Only inside of redline.roll_up and the like:
-- one at a time, with one view of the records.
create function redline.roll_up_workflows(
  owners text[], ids uuid[], is_forgotten boolean default false
) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  versions redline.rollup_version[];
  changed redline.rollup_correction_item[];
begin
  select array_agg(version) into versions
  from redline.rollup_versions(owners, ids, is_forgotten) as version;
  if versions is null then
    return;
  end if;

  insert into redline.rollup_review as known
  select
    day,
    case
      when grouping(document_type) = 0 then 'document_type'
      when grouping(extraction_method) = 0 then 'extraction_method'
      when grouping(model) = 0 then 'model'
      when grouping(template) = 0 then 'template'
      when grouping(format) = 0 then 'format'
      when grouping(owner) = 0 then 'owner'
      else ''
    end,
    coalesce(document_type, extraction_method, model, template, format, owner),
    revision = 1,
    sum(sign),
    coalesce(sum(sign) filter (where is_first_known), 0),
    coalesce(sum(sign) filter (where is_reviewed), 0),
    coalesce(sum(sign) filter (where is_reviewed and modified + deleted + added = 0), 0),
    coalesce(sum(sign * extracted) filter (where is_reviewed), 0),
    sum(sign * modified),
    sum(sign * deleted),
    sum(sign * added),
    coalesce(sum(sign) filter (where is_reviewed and extracted > 0), 0),
    coalesce(sum(sign) filter (where is_reviewed and extracted - deleted + added > 0), 0),
    sum(sign * (modified + deleted) * (modified + deleted)),
    sum(sign * (modified + deleted) * extracted),
    coalesce(sum(sign * extracted * extracted) filter (where is_reviewed), 0),
    sum(sign * added * added),
    sum(sign * added * (extracted - deleted + added)),
    coalesce(sum(sign * (extracted - modified - deleted) * (extracted - deleted + added))
      filter (where is_reviewed), 0),
    coalesce(sum(sign * (extracted - deleted + added) * (extracted - deleted + added))
      filter (where is_reviewed), 0),
    coalesce(sum(sign) filter (where editing_seconds is not null), 0),
    coalesce(sum(sign * editing_seconds::numeric), 0),
    sum(sign * char_edits),
    sum(sign * char_length),
    coalesce(sum(sign) filter (where ter_reference_words is not null), 0),
    coalesce(sum(sign * ter_edits), 0),
    coalesce(sum(sign * ter_reference_words), 0),
    coalesce(sum(sign) filter (where is_reviewed and reported_accuracy is not null), 0),
    coalesce(sum(sign * reported_accuracy::numeric) filter (where is_reviewed), 0),
    coalesce(sum(sign) filter (where is_reviewed and reported_quality is not null), 0),
    coalesce(sum(sign * reported_quality::numeric) filter (where is_reviewed), 0),
    coalesce(sum(sign) filter (where is_reviewed and confidence_gain is not null), 0),
    coalesce(sum(sign * confidence_gain::numeric) filter (where is_reviewed), 0)
  from unnest(versions)
  where is_known
  group by day, revision = 1, grouping sets (
    (), (document_type), (extraction_method), (model), (template), (format), (owner)
  )
  on conflict on constraint rollup_review_key do update set
    revisions = known.revisions + excluded.revisions,
    workflows = known.workflows + excluded.workflows,
    reviewed = known.reviewed + excluded.reviewed,
    untouched = known.untouched + excluded.untouched,
    fields = known.fields + excluded.fields,
    modified = known.modified + excluded.modified,
    deleted = known.deleted + excluded.deleted,
    added = known.added + excluded.added,
    clusters = known.clusters + excluded.clusters,
    final_clusters = known.final_clusters + excluded.final_clusters,
    sum_tt = known.sum_tt + excluded.sum_tt,
    sum_te = known.sum_te + excluded.sum_te,
    sum_ee = known.sum_ee + excluded.sum_ee,
    sum_aa = known.sum_aa + excluded.sum_aa,
    sum_af = known.sum_af + excluded.sum_af,
    sum_kf = known.sum_kf + excluded.sum_kf,
    sum_ff = known.sum_ff + excluded.sum_ff,
    timed = known.timed + excluded.timed,
    editing_seconds = known.editing_seconds + excluded.editing_seconds,
    char_edits = known.char_edits + excluded.char_edits,
    char_length = known.char_length + excluded.char_length,
    ter_rated = known.ter_rated + excluded.ter_rated,
    ter_edits = known.ter_edits + excluded.ter_edits,
    ter_reference_words = known.ter_reference_words + excluded.ter_reference_words,
    reported_accuracies = known.reported_accuracies + excluded.reported_accuracies,
    reported_accuracy = known.reported_accuracy + excluded.reported_accuracy,
    reported_qualities = known.reported_qualities + excluded.reported_qualities,
    reported_quality = known.reported_quality + excluded.reported_quality,
    confidence_gains = known.confidence_gains + excluded.confidence_gains,
    confidence_gain = known.confidence_gain + excluded.confidence_gain;

  insert into redline.rollup_field as known
  select
    day,
    case
      when grouping(document_type) = 0 then 'document_type'
      when grouping(extraction_method) = 0 then 'extraction_method'
      when grouping(model) = 0 then 'model'
      when grouping(template) = 0 then 'template'
      when grouping(format) = 0 then 'format'
      else ''
    end,
    coalesce(document_type, extraction_method, model, template, format),
    field,
    sum(sign),
    sum(sign * extracted),
    sum(sign * modified),
    sum(sign * deleted),
    sum(sign * added),
    coalesce(sum(sign) filter (where extracted > 0), 0),
    sum(sign * (extracted - modified - deleted) * (extracted - modified - deleted)),
    sum(sign * (extracted - modified - deleted) * extracted),
    sum(sign * extracted * extracted)
  from (
    select
      version.sign, version.day, version.document_type, version.extraction_method, version.model,
      version.template, version.format, fields.field, fields.extracted::bigint as extracted,
      coalesce(fields.modified, 0) as modified, coalesce(fields.deleted, 0) as deleted,
      coalesce(fields.added, 0) as added
    from unnest(versions) as version
    cross join lateral unnest(
      version.field, version.field_extracted, version.field_modified, version.field_deleted,
      version.field_added
    ) as fields (field, extracted, modified, deleted, added)
    where version.is_reviewed and version.revision = 1
  ) counted
  group by day, field, grouping sets (
    (), (document_type), (extraction_method), (model), (template), (format)
  )
  on conflict on constraint rollup_field_key do update set
    reviews = known.reviews + excluded.reviews,
    extracted = known.extracted + excluded.extracted,
    modified = known.modified + excluded.modified,
    deleted = known.deleted + excluded.deleted,
    added = known.added + excluded.added,
    clusters = known.clusters + excluded.clusters,
    sum_kk = known.sum_kk + excluded.sum_kk,
    sum_ke = known.sum_ke + excluded.sum_ke,
    sum_ee = known.sum_ee + excluded.sum_ee;

  perform redline.roll_up_progress(versions);
  changed := redline.changed_corrections(versions);
  perform redline.add_corrections(changed);

  if is_forgotten then
    delete from redline.rollup_counted counted
    using unnest(owners, ids) as given (owner, workflow_id)
    where counted.owner = given.owner and counted.workflow_id = given.workflow_id;
  else
    insert into redline.rollup_counted as known (owner, workflow_id, started_at, stages)
    select
      stage.owner, stage.workflow_id, stage.workflow_started_at,
      array_agg(
        stage.revision * 100 + stage.stage * 10 + case stage.stage
          when 2 then (stage.extracted is not null)::integer
          when 3 then (stage.ter_reference_words is not null)::integer
          else 1
        end
        order by stage.revision, stage.stage
      )
    from (
      select distinct owner, workflow_id
      from unnest(owners, ids) as given (owner, workflow_id)
    ) key
    join redline.workflow using (owner, workflow_id)
    join redline.export_stage stage
      on stage.owner = workflow.owner
      and stage.workflow_started_at = workflow.started_at
      and stage.workflow_id = workflow.workflow_id
    group by stage.owner, stage.workflow_id, stage.workflow_started_at
    on conflict on constraint rollup_counted_pkey do update set
      started_at = excluded.started_at, stages = excluded.stages;
  end if;
  perform redline.recount_corrections(changed);
end $$;

-- How far workflows have got, and how long it took; the second part of roll_up_workflows.
create function redline.roll_up_progress(versions redline.rollup_version[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  workflows redline.rollup_progress[];
begin
  select array_agg(progress) into workflows
  from (
    select
      sign, day, workflow_started_at,
      max(own_document_type) as document_type,
      max(own_extraction_method) as extraction_method,
      max(own_model) filter (where revision = 1) as model,
      max(template) as template,
      coalesce(max(own_format), max(own_file_format)) as format,
      max(revision) as revision,
      least(min(modified_at), min(delivered_at)) as reviewed_at,
      min(delivered_at) as completed_at
    from unnest(versions)
    group by sign, day, workflow_started_at, owner, workflow_id
  ) as progress;

  insert into redline.rollup_workflow as known
  select
    day,
    case
      when grouping(document_type) = 0 then 'document_type'
      when grouping(extraction_method) = 0 then 'extraction_method'
      when grouping(model) = 0 then 'model'
      when grouping(template) = 0 then 'template'
      when grouping(format) = 0 then 'format'
      else ''
    end,
    coalesce(document_type, extraction_method, model, template, format),
    sum(sign),
    coalesce(sum(sign) filter (where reviewed_at is not null), 0),
    coalesce(sum(sign) filter (where completed_at is not null), 0),
    coalesce(sum(sign) filter (where revision > 1), 0)
  from unnest(workflows)
  group by day, grouping sets (
    (), (document_type), (extraction_method), (model), (template), (format)
  )
  on conflict on constraint rollup_workflow_key do update set
    started = known.started + excluded.started,
    reviewed = known.reviewed + excluded.reviewed,
    completed = known.completed + excluded.completed,
    regenerated = known.regenerated + excluded.regenerated;

  insert into redline.rollup_histogram as known
  select
    measure,
    day,
    case
      when grouping(document_type) = 0 then 'document_type'
      when grouping(extraction_method) = 0 then 'extraction_method'
      when grouping(model) = 0 then 'model'
      when grouping(template) = 0 then 'template'
      when grouping(format) = 0 then 'format'
      else ''
    end,
    coalesce(document_type, extraction_method, model, template, format),
    bucket,
    sum(sign)
  from (
    select
      sign, day, document_type, extraction_method, model, template, format,
      'editing_seconds' as measure, redline.log_bucket(editing_seconds) as bucket
    from unnest(versions)
    where editing_seconds is not null
    union all
    select
      sign, day, document_type, extraction_method, model, template, format, measured.*
    from unnest(workflows)
    cross join lateral (values
      ('seconds_to_review', redline.log_bucket(
        extract(epoch from reviewed_at - workflow_started_at)::double precision
      )),
      ('seconds_to_complete', redline.log_bucket(
        extract(epoch from completed_at - workflow_started_at)::double precision
      )),
      ('unreviewed_minute', case when reviewed_at is null then
        (extract(hour from workflow_started_at at time zone 'UTC') * 60
          + extract(minute from workflow_started_at at time zone 'UTC'))::smallint
      end)
    ) as measured (measure, bucket)
    where measured.bucket is not null
  ) item
  group by measure, day, bucket, grouping sets (
    (), (document_type), (extraction_method), (model), (template), (format)
  )
  having sum(sign) <> 0
  on conflict on constraint rollup_histogram_key do update set
    items = known.items + excluded.items;
end $$;

-- The corrections that came to be counted or no longer are. A review whose corrections were counted
-- as they are now has none.
create function redline.changed_corrections(versions redline.rollup_version[])
  returns redline.rollup_correction_item[]
  language plpgsql stable
  set search_path = pg_catalog
  set enable_hashjoin = off
  set enable_mergejoin = off
as $$
begin
  return (select array_agg(row(
    review.sign, review.day, review.document_type, correction.field, correction.change_type,
    correction.pattern, correction.owner, review.modified_at,
    redline.correction_place(
      review.modified_at, review.workflow_started_at, correction.workflow_id,
      correction.revision, correction.ordinal, correction.owner
    )
  )::redline.rollup_correction_item)
  from (
    select
      sum(sign)::integer as sign, owner, workflow_id, revision, day, workflow_started_at,
      document_type, modified_at
    from unnest(versions)
    where is_reviewed and has_modifications
    group by owner, workflow_id, revision, day, workflow_started_at, document_type, modified_at
    having sum(sign) <> 0
  ) review
  join redline.workflow using (owner, workflow_id)
  join redline.correction
    on correction.owner = workflow.owner
    and correction.workflow_started_at = workflow.started_at
    and correction.workflow_id = workflow.workflow_id
    and correction.revision = review.revision);
end $$;

create function redline.add_corrections(items redline.rollup_correction_item[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  perform redline.number_owners((
    select array_agg(distinct owner) from unnest(items) where sign > 0
  ));
  insert into redline.rollup_correction as known
  select
    day,
    case when grouping(document_type) = 0 then 'document_type' else '' end,
    document_type,
    field,
    change_type,
    pattern,
    number / 4096,
    count(*),
    bit_or(redline.owner_bit(number)),
    min(place collate "C"),
    max(seen_at)
  from unnest(items) as item
  join redline.rollup_owner using (owner)
  where item.sign > 0
  group by day, field, change_type, pattern, number / 4096, grouping sets ((), (document_type))
  on conflict on constraint rollup_correction_key do update set
    corrections = known.corrections + excluded.corrections,
    owners = known.owners | excluded.owners,
    earliest = least(known.earliest, excluded.earliest),
    last_seen = greatest(known.last_seen, excluded.last_seen);
end $$;

-- Cells from which corrections went away are counted afresh: neither owners nor the earliest and
-- the latest can be subtracted. That happens when an owner is erased, or when a workflow turns out
-- to have started on another day.
create function redline.recount_corrections(changed redline.rollup_correction_item[])
  returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  items redline.rollup_correction_item[];
begin
  if not exists (select from unnest(changed) where sign < 0) then
    return;
  end if;
  with gone as (
    select distinct day, field, change_type, pattern from unnest(changed) where sign < 0
  ), removed as (
    delete from redline.rollup_correction cell
    using gone
    where cell.day = gone.day and cell.field = gone.field
      and cell.change_type = gone.change_type and cell.pattern = gone.pattern
  )
  select array_agg(row(
    1, gone.day, started.document_type, correction.field, correction.change_type,
    correction.pattern, correction.owner, modified.occurred_at,
    redline.correction_place(
      modified.occurred_at, counted.started_at, correction.workflow_id, correction.revision,
      correction.ordinal, correction.owner
    )
  )::redline.rollup_correction_item) into items
  from gone
  join redline.correction using (field, change_type, pattern)
  join redline.rollup_counted counted using (owner, workflow_id)
  cross join lateral (
    select stage.occurred_at from redline.export_stage stage
    where stage.owner = correction.owner
      and stage.workflow_started_at = correction.workflow_started_at
      and stage.workflow_id = correction.workflow_id
      and stage.revision = correction.revision
      and stage.stage = 2
  ) modified
  left join lateral (
    select stage.document_type from redline.export_stage stage
    where stage.owner = correction.owner
      and stage.workflow_started_at = correction.workflow_started_at
      and stage.workflow_id = correction.workflow_id
      and stage.stage in (1, 2, 3)
    order by stage.revision, stage.stage
    limit 1
  ) started on true
  where correction.workflow_started_at >= gone.day::timestamp at time zone 'UTC'
    and correction.workflow_started_at < (gone.day + 1)::timestamp at time zone 'UTC'
    and counted.started_at = correction.workflow_started_at
    and correction.revision * 100 + 21 = any (counted.stages);
  perform redline.add_corrections(items);
end $$;
