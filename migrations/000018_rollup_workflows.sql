-- Roll-ups of workflows: out with what was counted of them, in with what they are now.

create type redline.rollup_version as (
  sign integer,
  owner text,
  workflow_started_at timestamptz,
  -- As the records have it now.
  recorded_start timestamptz,
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
  has_initial boolean,
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
  field_added integer[],
  -- Of the first stage: what it was confident of.
  scored_path text[],
  scored_confidence double precision[],
  document_confidence double precision,
  -- As rollup_counted has them.
  stages integer[],
  -- What came of it. Of these groupings feedback alone is a revision as well.
  outcome_document_type text,
  outcome_extraction_method text,
  outcome_model text,
  is_regenerated boolean,
  has_contradiction boolean,
  initial_processing_ms double precision,
  final_processing_ms double precision,
  tokens_used numeric,
  total_seconds double precision,
  summary_words integer,
  kept_words integer,
  satisfaction smallint
);

create aggregate redline.array_concat(anycompatiblearray) (
  sfunc = array_cat, stype = anycompatiblearray, parallel = safe
);

-- The revisions of workflows: as the roll-ups have them (sign -1) and as they are now (sign 1).
create function redline.rollup_versions(owners text[], ids uuid[], is_forgotten boolean)
  returns redline.rollup_version[]
  language plpgsql stable
  set search_path = pg_catalog
  -- A few thousand of very many, by their keys, also where the tables were empty a moment ago.
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off
  set enable_sort = off
as $$
begin
  return array(
  with key as (
    select distinct owner, workflow_id
    from unnest(owners, ids) as given (owner, workflow_id)
  ), stage as (
    select
      version.sign,
      case version.sign when 1 then workflow.started_at else counted.started_at end as starts_at,
      version.sign = 1 or stage.stage <> 2
        or stage.revision * 100 + stage.stage * 10 + 1 = any (counted.stages) as is_measured,
      case version.sign
        when 1 then array[array[
          stage.ter_edits, stage.ter_reference_words, stage.summary_words, stage.kept_words
        ]]
        else counted.rates[place.rate:place.rate]
      end as rate,
      stage.*
    from key
    join redline.workflow using (owner, workflow_id)
    left join redline.rollup_counted counted using (owner, workflow_id)
    join redline.export_stage stage
      on stage.owner = workflow.owner
      and stage.workflow_started_at = workflow.started_at
      and stage.workflow_id = workflow.workflow_id
    cross join (values (1), (-1)) as version (sign)
    cross join lateral (
      select array_position(counted.rated, stage.revision::integer) as rate
    ) place
    where case version.sign
      when 1 then not is_forgotten
      else stage.revision * 100 + stage.stage * 10 = any (counted.stages)
        or stage.revision * 100 + stage.stage * 10 + 1 = any (counted.stages)
    end
  ), revision as (
    select
      sign, owner, starts_at, workflow_started_at as recorded_start, workflow_id, revision,
      bool_or(stage < 4) as is_known,
      bool_or(stage = 1) as has_initial,
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
      max(rate) filter (where stage = 3) as rate,
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
      max(field_added) filter (where stage = 2 and is_measured) as field_added,
      max(scored_path) filter (where stage = 1) as scored_path,
      max(scored_confidence) filter (where stage = 1) as scored_confidence,
      max(coalesce(confidence, extraction_confidence)) filter (where stage = 1)
        as document_confidence,
      array_agg(
        revision * 100 + stage * 10
          + case stage when 2 then (extracted is not null)::integer else 1 end
      ) as stages,
      max(reported_fields_edited) filter (where stage = 2) as reported_fields_edited,
      max(reported_edits_per_minute) filter (where stage = 2) as reported_edits_per_minute,
      max(processing_ms) filter (where stage = 1) as initial_processing_ms,
      max(processing_ms) filter (where stage = 3) as final_processing_ms,
      sum(tokens_used) as tokens_used,
      max(total_seconds) filter (where stage = 3) as total_seconds,
      max(file_bytes) filter (where stage = 3) as file_bytes,
      max(satisfaction) filter (where stage = 4) as satisfaction
    from stage
    group by sign, owner, starts_at, workflow_started_at, workflow_id, revision
  )
  select row(
    sign,
    owner,
    starts_at,
    recorded_start,
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
    has_initial,
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
    rate[1][1]::bigint,
    rate[1][2]::bigint,
    reported_accuracy,
    reported_quality,
    final_confidence
      - coalesce(initial_confidence, first_value(initial_confidence) over earlier),
    field,
    field_extracted,
    field_modified,
    field_deleted,
    field_added,
    scored_path,
    scored_confidence,
    document_confidence,
    stages,
    first_value(document_type) over given,
    first_value(extraction_method) over given,
    coalesce(model, first_value(model) over given),
    coalesce(max(revision) filter (where is_known) over workflow > 1, false),
    bool_or(redline.is_contradiction(
      case when edited_leaves is not null then editing_seconds end, modified, deleted, added,
      reported_fields_edited, reported_edits_per_minute, reported_accuracy, total_seconds,
      file_bytes
    )) over workflow,
    initial_processing_ms,
    final_processing_ms,
    tokens_used,
    total_seconds,
    rate[1][3],
    rate[1][4],
    satisfaction
  )::redline.rollup_version
  from revision
  -- Feedback alone makes no revision.
  window earlier as (
    partition by revision.sign, revision.owner, revision.workflow_id, revision.is_known
    order by revision.revision
  ), given as (
    partition by revision.sign, revision.owner, revision.workflow_id order by revision.revision
  ), workflow as (partition by revision.sign, revision.owner, revision.workflow_id));
end $$;

-- Brings the roll-ups of workflows up to date: takes out what was counted of them and puts in what
-- they are now; with is_forgotten it only takes out. Only inside of redline.roll_up and the like:
-- one at a time, with one view of the records.
create function redline.roll_up_workflows(
  owners text[], ids uuid[], is_forgotten boolean default false
) returns void
  language plpgsql
  set search_path = pg_catalog
  -- The planner takes arrays for a few rows, and would sort what is hashed in half the time.
  set enable_sort = off
as $$
declare
  versions redline.rollup_version[];
  changed redline.rollup_correction_item[];
begin
  versions := redline.rollup_versions(owners, ids, is_forgotten);
  if cardinality(versions) = 0 then
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
      else ''
    end,
    coalesce(document_type, extraction_method, model, template, format),
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
    (), (document_type), (extraction_method), (model), (template), (format)
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
    sum(reviews),
    sum(extracted),
    sum(modified),
    sum(deleted),
    sum(added),
    sum(clusters),
    sum(sum_kk),
    sum(sum_ke),
    sum(sum_ee)
  from (
    -- By all at once first: these are far fewer than the fields of all reviews.
    select
      version.day, version.document_type, version.extraction_method, version.model,
      version.template, version.format, fields.field,
      sum(sign) as reviews,
      sum(sign * counted.e) as extracted,
      sum(sign * counted.m) as modified,
      sum(sign * counted.d) as deleted,
      sum(sign * coalesce(fields.added, 0)) as added,
      coalesce(sum(sign) filter (where counted.e > 0), 0) as clusters,
      sum(sign * (counted.e - counted.m - counted.d) * (counted.e - counted.m - counted.d))
        as sum_kk,
      sum(sign * (counted.e - counted.m - counted.d) * counted.e) as sum_ke,
      sum(sign * counted.e * counted.e) as sum_ee
    from unnest(versions) as version
    cross join lateral unnest(
      version.field, version.field_extracted, version.field_modified, version.field_deleted,
      version.field_added
    ) as fields (field, extracted, modified, deleted, added)
    cross join lateral (
      select
        fields.extracted::bigint as e, coalesce(fields.modified, 0)::bigint as m,
        coalesce(fields.deleted, 0)::bigint as d
    ) counted
    where version.is_reviewed and version.revision = 1
    group by version.day, version.document_type, version.extraction_method, version.model,
      version.template, version.format, fields.field
  ) combined
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
  perform redline.roll_up_outcomes(versions);
  perform redline.roll_up_confidences(versions);
  changed := redline.changed_corrections(versions);
  perform redline.add_corrections(changed);

  if is_forgotten then
    delete from redline.rollup_counted counted
    using unnest(owners, ids) as given (owner, workflow_id)
    where counted.owner = given.owner and counted.workflow_id = given.workflow_id;
  else
    insert into redline.rollup_counted as known (
      owner, workflow_id, started_at, stages, rated, rates
    )
    select
      owner, workflow_id, workflow_started_at,
      redline.array_concat(stages),
      array_agg(revision::integer) filter (where is_rated),
      array_agg(
        array[ter_edits, ter_reference_words, summary_words, kept_words]::integer[]
      ) filter (where is_rated)
    from unnest(versions) as version
    cross join lateral (
      select revision * 100 + 31 = any (stages) and ter_reference_words is not null as is_rated
    ) rate
    where sign = 1
    group by owner, workflow_id, workflow_started_at
    on conflict on constraint rollup_counted_pkey do update set
      started_at = excluded.started_at, stages = excluded.stages, rated = excluded.rated,
      rates = excluded.rates;
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
  -- As rows of that very type: others would be turned into text and back.
  workflows := array(
    select row(
      sign, day, workflow_started_at,
      max(own_document_type),
      max(own_extraction_method),
      max(own_model) filter (where revision = 1),
      max(template),
      coalesce(max(own_format), max(own_file_format)),
      max(revision),
      least(min(modified_at), min(delivered_at)),
      min(delivered_at)
    )::redline.rollup_progress
    from unnest(versions)
    group by sign, day, workflow_started_at, owner, workflow_id
  );

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

  perform redline.add_samples((select array_agg(row(sample.*)::redline.rollup_sample) from (select
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
    -- Not (values ...): that would plan its functions anew for each row.
    cross join lateral unnest(
      array['seconds_to_review', 'seconds_to_complete', 'unreviewed_minute'],
      array[
        redline.log_bucket(
          extract(epoch from reviewed_at - workflow_started_at)::double precision
        ),
        redline.log_bucket(
          extract(epoch from completed_at - workflow_started_at)::double precision
        ),
        case when reviewed_at is null then
          (extract(hour from workflow_started_at at time zone 'UTC') * 60
            + extract(minute from workflow_started_at at time zone 'UTC'))::smallint
        end
      ]
    ) as measured (measure, bucket)
    where measured.bucket is not null
  ) item
  group by measure, day, bucket, grouping sets (
    (), (document_type), (extraction_method), (model), (template), (format)
  )
  having sum(sign) <> 0
  ) sample));
end $$;
