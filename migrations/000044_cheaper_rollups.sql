-- Roll-ups of workflows for less: what is wide is put aside once, and what many revisions have in
-- common is added up first.

drop function redline.rollup_versions(text[], uuid[], boolean);
drop function redline.roll_up_confidences(redline.rollup_version[]);
drop function redline.changed_corrections(redline.rollup_version[]);

-- Every part of the roll-ups reads the versions, and two of them the fields.
alter type redline.rollup_version
  drop attribute field,
  drop attribute field_extracted,
  drop attribute field_modified,
  drop attribute field_deleted,
  drop attribute field_added,
  drop attribute scored_path,
  drop attribute scored_confidence,
  drop attribute document_confidence;

-- What was reviewed of a workflow's first revision, field by field.
create type redline.rollup_detail as (
  sign integer,
  owner text,
  day date,
  workflow_id uuid,
  document_type text,
  extraction_method text,
  model text,
  template text,
  format text,
  own_document_type text,
  own_model text,
  has_initial boolean,
  is_untouched boolean,
  field text[],
  field_extracted integer[],
  field_modified integer[],
  field_deleted integer[],
  field_added integer[],
  -- Of the first stage: what it was confident of.
  scored_path text[],
  scored_confidence double precision[],
  document_confidence double precision
);

-- A correction that came to be counted or no longer is, and where it was made.
create type redline.rollup_changed_correction as (
  owner text,
  workflow_id uuid,
  revision smallint,
  original_path text,
  item redline.rollup_correction_item
);

-- How many leaves the document had after the last review before a revision; of the reviews, the
-- revision and the leaves.
create function redline.leaves_before(revision integer, reviews integer[]) returns integer
  language sql immutable parallel safe
  return (
    select reviews[place][2]
    from generate_subscripts(reviews, 1) as place
    where reviews[place][1] < revision
    order by reviews[place][1] desc
    limit 1
  );

-- The revisions of workflows: as the roll-ups have them (sign -1) and as they are now (sign 1).
create function redline.rollup_versions(
  owners text[], ids uuid[], is_forgotten boolean,
  out versions redline.rollup_version[], out details redline.rollup_detail[]
)
  language plpgsql stable
  set search_path = pg_catalog
  -- A few thousand of very many, by their keys, also where the tables were empty a moment ago.
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off
  set enable_sort = off
as $$
begin
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
  select
    array_agg(row(
      sign, owner, workflow_started_at, recorded_start, day, workflow_id, revision,
      document_type, extraction_method, model, template, format, own_document_type,
      own_extraction_method, own_model, own_format, own_file_format, is_known, is_first_known,
      has_initial, has_modifications, is_reviewed, modified_at, delivered_at, editing_seconds,
      extracted, modified, deleted, added, char_edits, char_length, ter_edits,
      ter_reference_words, reported_accuracy, reported_quality, confidence_gain, stages,
      outcome_document_type, outcome_extraction_method, outcome_model, is_regenerated,
      has_contradiction, initial_processing_ms, final_processing_ms, tokens_used, total_seconds,
      summary_words, kept_words,
      satisfaction
    )::redline.rollup_version),
    array_agg(row(
      sign, owner, day, workflow_id, document_type, extraction_method, model, template, format,
      own_document_type, own_model, has_initial, modified + deleted + added = 0, field,
      field_extracted, field_modified, field_deleted, field_added, scored_path,
      scored_confidence, document_confidence
    )::redline.rollup_detail) filter (where revision = 1 and is_reviewed)
  into versions, details
  from (
    select
      sign,
      owner,
      starts_at as workflow_started_at,
      recorded_start,
      (starts_at at time zone 'UTC')::date as day,
      workflow_id,
      revision,
      first_value(document_type) over workflow as document_type,
      first_value(extraction_method) over workflow as extraction_method,
      coalesce(model, first_value(model) over workflow) as model,
      template,
      coalesce(format, file_format) as format,
      document_type as own_document_type,
      extraction_method as own_extraction_method,
      model as own_model,
      format as own_format,
      file_format as own_file_format,
      is_known,
      revision = first_value(revision) over workflow as is_first_known,
      has_initial,
      has_modifications,
      case when has_modifications then edited_leaves is not null else has_deliverable end
        as is_reviewed,
      modified_at,
      delivered_at,
      case when edited_leaves is not null then editing_seconds end as editing_seconds,
      coalesce(
        edited_leaves,
        initial_leaves,
        redline.leaves_before(
          revision,
          array_agg(array[revision, edited_leaves - deleted + added])
            filter (where has_modifications) over workflow
        ),
        first_value(initial_leaves) over workflow,
        0
      )::bigint as extracted,
      coalesce(modified, 0)::bigint as modified,
      coalesce(deleted, 0)::bigint as deleted,
      coalesce(added, 0)::bigint as added,
      coalesce(char_edits, 0) as char_edits,
      coalesce(char_length, 0) as char_length,
      rate[1][1]::bigint as ter_edits,
      rate[1][2]::bigint as ter_reference_words,
      reported_accuracy,
      reported_quality,
      final_confidence
        - coalesce(initial_confidence, first_value(initial_confidence) over workflow)
        as confidence_gain,
      field,
      field_extracted,
      field_modified,
      field_deleted,
      field_added,
      scored_path,
      scored_confidence,
      document_confidence,
      stages,
      case when first_value(revision) over workflow = min(revision) over workflow
        then first_value(document_type) over workflow end as outcome_document_type,
      case when first_value(revision) over workflow = min(revision) over workflow
        then first_value(extraction_method) over workflow end as outcome_extraction_method,
      coalesce(
        model,
        case when first_value(revision) over workflow = min(revision) over workflow
          then first_value(model) over workflow end
      ) as outcome_model,
      coalesce(max(revision) filter (where is_known) over workflow > 1, false) as is_regenerated,
      bool_or(redline.is_contradiction(
        case when edited_leaves is not null then editing_seconds end, modified, deleted, added,
        reported_fields_edited, reported_edits_per_minute, reported_accuracy, total_seconds,
        file_bytes
      )) over workflow as has_contradiction,
      initial_processing_ms,
      final_processing_ms,
      tokens_used,
      total_seconds,
      rate[1][3] as summary_words,
      rate[1][4] as kept_words,
      satisfaction
    from revision
    -- Feedback alone makes no revision: it comes after those of the workflow that are.
    window workflow as (
      partition by revision.sign, revision.owner, revision.workflow_id
      order by revision.is_known desc, revision.revision
      rows between unbounded preceding and unbounded following
    )
  ) version;
end $$;

-- Brings the roll-ups of workflows up to date: takes out what was counted of them and puts in what
-- they are now; with is_forgotten it only takes out. Only inside of redline.roll_up and the like:
-- one at a time, with one view of the records.
create or replace function redline.roll_up_workflows(
  owners text[], ids uuid[], is_forgotten boolean default false
) returns void
  language plpgsql
  set search_path = pg_catalog
  -- The planner takes arrays for a few rows, and would sort what is hashed in half the time.
  set enable_sort = off
as $$
declare
  versions redline.rollup_version[];
  details redline.rollup_detail[];
  corrections redline.rollup_changed_correction[];
  changed redline.rollup_correction_item[];
begin
  select made.versions, made.details into versions, details
  from redline.rollup_versions(owners, ids, is_forgotten) made;
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
      else ''
    end,
    coalesce(document_type, extraction_method, model, template, format),
    is_first_revision,
    sum(revisions),
    sum(workflows),
    sum(reviewed),
    sum(untouched),
    sum(fields),
    sum(modified),
    sum(deleted),
    sum(added),
    sum(clusters),
    sum(final_clusters),
    sum(sum_tt),
    sum(sum_te),
    sum(sum_ee),
    sum(sum_aa),
    sum(sum_af),
    sum(sum_kf),
    sum(sum_ff),
    sum(timed),
    sum(editing_seconds),
    sum(char_edits),
    sum(char_length),
    sum(ter_rated),
    sum(ter_edits),
    sum(ter_reference_words),
    sum(reported_accuracies),
    sum(reported_accuracy),
    sum(reported_qualities),
    sum(reported_quality),
    sum(confidence_gains),
    sum(confidence_gain)
  from (
    -- By all at once first: these are far fewer than the revisions.
    select
      day, document_type, extraction_method, model, template, format,
      revision = 1 as is_first_revision,
      sum(sign) as revisions,
      coalesce(sum(sign) filter (where is_first_known), 0) as workflows,
      coalesce(sum(sign) filter (where is_reviewed), 0) as reviewed,
      coalesce(sum(sign) filter (where is_reviewed and modified + deleted + added = 0), 0)
        as untouched,
      coalesce(sum(sign * extracted) filter (where is_reviewed), 0) as fields,
      sum(sign * modified) as modified,
      sum(sign * deleted) as deleted,
      sum(sign * added) as added,
      coalesce(sum(sign) filter (where is_reviewed and extracted > 0), 0) as clusters,
      coalesce(sum(sign) filter (where is_reviewed and extracted - deleted + added > 0), 0)
        as final_clusters,
      sum(sign * (modified + deleted) * (modified + deleted)) as sum_tt,
      sum(sign * (modified + deleted) * extracted) as sum_te,
      coalesce(sum(sign * extracted * extracted) filter (where is_reviewed), 0) as sum_ee,
      sum(sign * added * added) as sum_aa,
      sum(sign * added * (extracted - deleted + added)) as sum_af,
      coalesce(sum(sign * (extracted - modified - deleted) * (extracted - deleted + added))
        filter (where is_reviewed), 0) as sum_kf,
      coalesce(sum(sign * (extracted - deleted + added) * (extracted - deleted + added))
        filter (where is_reviewed), 0) as sum_ff,
      coalesce(sum(sign) filter (where editing_seconds is not null), 0) as timed,
      coalesce(sum(sign * editing_seconds::numeric), 0) as editing_seconds,
      sum(sign * char_edits) as char_edits,
      sum(sign * char_length) as char_length,
      coalesce(sum(sign) filter (where ter_reference_words is not null), 0) as ter_rated,
      coalesce(sum(sign * ter_edits), 0) as ter_edits,
      coalesce(sum(sign * ter_reference_words), 0) as ter_reference_words,
      coalesce(sum(sign) filter (where is_reviewed and reported_accuracy is not null), 0)
        as reported_accuracies,
      coalesce(sum(sign * reported_accuracy::numeric) filter (where is_reviewed), 0)
        as reported_accuracy,
      coalesce(sum(sign) filter (where is_reviewed and reported_quality is not null), 0)
        as reported_qualities,
      coalesce(sum(sign * reported_quality::numeric) filter (where is_reviewed), 0)
        as reported_quality,
      coalesce(sum(sign) filter (where is_reviewed and confidence_gain is not null), 0)
        as confidence_gains,
      coalesce(sum(sign * confidence_gain::numeric) filter (where is_reviewed), 0)
        as confidence_gain
    from unnest(versions)
    where is_known
    group by day, document_type, extraction_method, model, template, format, revision = 1
  ) combined
  group by day, is_first_revision, grouping sets (
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
      day, document_type, extraction_method, model, template, format, field,
      sum(sign) as reviews,
      sum(sign * e) as extracted,
      sum(sign * m) as modified,
      sum(sign * d) as deleted,
      sum(sign * a) as added,
      coalesce(sum(sign) filter (where e > 0), 0) as clusters,
      sum(sign * (e - m - d) * (e - m - d))
        as sum_kk,
      sum(sign * (e - m - d) * e) as sum_ke,
      sum(sign * e * e) as sum_ee
    from (
      select
        sign, day, document_type, extraction_method, model, template, format, field,
        extracted::bigint as e, coalesce(modified, 0)::bigint as m,
        coalesce(deleted, 0)::bigint as d, coalesce(added, 0) as a
      from (
        -- Not by a join, which would put the rows of each array aside.
        select
          sign, day, document_type, extraction_method, model, template, format,
          unnest(field) as field, unnest(field_extracted) as extracted,
          unnest(field_modified) as modified, unnest(field_deleted) as deleted,
          unnest(field_added) as added
        from unnest(details)
      ) item
    ) counted
    group by day, document_type, extraction_method, model, template, format, field
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
  corrections := redline.changed_corrections(versions);
  perform redline.roll_up_confidences(details, corrections);
  changed := array(select item from unnest(corrections));
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
    -- So that neighbours in the index come one after the other.
    order by owner, workflow_id
    on conflict on constraint rollup_counted_pkey do update set
      started_at = excluded.started_at, stages = excluded.stages, rated = excluded.rated,
      rates = excluded.rates;
  end if;
  perform redline.recount_corrections(changed);
end $$;

-- How far workflows have got, and how long it took; the second part of roll_up_workflows.
create or replace function redline.roll_up_progress(versions redline.rollup_version[]) returns void
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
    (array['editing_seconds', 'seconds_to_review', 'seconds_to_complete', 'unreviewed_minute'])
      [(place & 3) + 1],
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
    place >> 2,
    sum(sign)
  from (
    -- A number for the bucket and the measure: of six groupings, each looks all samples up.
    select
      sign, day, document_type, extraction_method, model, template, format,
      redline.log_bucket(editing_seconds) * 4 as place
    from unnest(versions)
    where editing_seconds is not null
    union all
    select
      sign, day, document_type, extraction_method, model, template, format,
      -- Not by a join, which would put the rows of each array aside.
      unnest(array[
        redline.log_bucket(
          extract(epoch from reviewed_at - workflow_started_at)::double precision
        ) * 4 + 1,
        redline.log_bucket(
          extract(epoch from completed_at - workflow_started_at)::double precision
        ) * 4 + 2,
        case when reviewed_at is null then
          (extract(hour from workflow_started_at at time zone 'UTC') * 60
            + extract(minute from workflow_started_at at time zone 'UTC'))::integer * 4 + 3
        end
      ])
    from unnest(workflows)
  ) item
  where place is not null
  group by day, place, grouping sets (
    (), (document_type), (extraction_method), (model), (template), (format)
  )
  having sum(sign) <> 0
  ) sample));
end $$;

-- What came of the workflows; a part of roll_up_workflows.
create or replace function redline.roll_up_outcomes(versions redline.rollup_version[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
begin
  insert into redline.rollup_outcome as known
  select
    day,
    case
      when grouping(outcome_document_type) = 0 then 'document_type'
      when grouping(outcome_extraction_method) = 0 then 'extraction_method'
      when grouping(outcome_model) = 0 then 'model'
      when grouping(template) = 0 then 'template'
      when grouping(format) = 0 then 'format'
      else ''
    end,
    coalesce(outcome_document_type, outcome_extraction_method, outcome_model, template, format),
    sum(sign),
    coalesce(sum(sign) filter (where is_known and is_first_known), 0),
    coalesce(sum(sign) filter (where is_known and is_first_known and has_contradiction), 0),
    coalesce(sum(sign) filter (where is_first_review), 0),
    coalesce(sum(sign) filter (where is_first_review and modified + deleted + added = 0), 0),
    coalesce(sum(sign) filter (where is_first_review and reported_quality is not null), 0),
    coalesce(sum(sign * reported_quality::numeric) filter (where is_first_review), 0),
    coalesce(sum(sign) filter (where satisfaction is not null), 0),
    coalesce(sum(sign * satisfaction), 0),
    coalesce(sum(sign) filter (where tokens_used is not null), 0),
    coalesce(sum(sign * tokens_used), 0),
    coalesce(sum(sign * summary_words), 0),
    coalesce(sum(sign * kept_words), 0)
  from unnest(versions)
  cross join lateral (select revision = 1 and is_reviewed as is_first_review) first
  group by day, grouping sets (
    (), (outcome_document_type), (outcome_extraction_method), (outcome_model), (template), (format)
  )
  on conflict on constraint rollup_outcome_key do update set
    revisions = known.revisions + excluded.revisions,
    workflows = known.workflows + excluded.workflows,
    contradictions = known.contradictions + excluded.contradictions,
    reviewed = known.reviewed + excluded.reviewed,
    untouched = known.untouched + excluded.untouched,
    reported_qualities = known.reported_qualities + excluded.reported_qualities,
    reported_quality = known.reported_quality + excluded.reported_quality,
    ratings = known.ratings + excluded.ratings,
    satisfaction = known.satisfaction + excluded.satisfaction,
    with_tokens = known.with_tokens + excluded.with_tokens,
    tokens_used = known.tokens_used + excluded.tokens_used,
    summary_words = known.summary_words + excluded.summary_words,
    kept_words = known.kept_words + excluded.kept_words;

  insert into redline.rollup_preference as known
  select
    day,
    case
      when grouping(outcome_document_type) = 0 then 'document_type'
      when grouping(outcome_extraction_method) = 0 then 'extraction_method'
      when grouping(outcome_model) = 0 then 'model'
      else ''
    end,
    coalesce(outcome_document_type, outcome_extraction_method, outcome_model),
    template,
    format,
    coalesce(sum(sign) filter (where is_known and is_first_known), 0),
    coalesce(sum(sign) filter (where is_known and is_first_known and is_regenerated), 0),
    coalesce(sum(sign) filter (where satisfaction is not null), 0),
    coalesce(sum(sign * satisfaction), 0)
  from unnest(versions)
  where template is not null or format is not null
  group by day, template, format, grouping sets (
    (), (outcome_document_type), (outcome_extraction_method), (outcome_model)
  )
  on conflict on constraint rollup_preference_key do update set
    workflows = known.workflows + excluded.workflows,
    regenerated = known.regenerated + excluded.regenerated,
    ratings = known.ratings + excluded.ratings,
    satisfaction = known.satisfaction + excluded.satisfaction;

  perform redline.add_samples((select array_agg(row(sample.*)::redline.rollup_sample) from (select
    (array['processing_ms', 'total_seconds'])[(place & 1) + 1],
    day,
    case
      when grouping(outcome_document_type) = 0 then 'document_type'
      when grouping(outcome_extraction_method) = 0 then 'extraction_method'
      when grouping(outcome_model) = 0 then 'model'
      when grouping(template) = 0 then 'template'
      when grouping(format) = 0 then 'format'
      else ''
    end,
    coalesce(outcome_document_type, outcome_extraction_method, outcome_model, template, format),
    place >> 1,
    sum(sign)
  from (
    select
      sign, day, outcome_document_type, outcome_extraction_method, outcome_model, template, format,
      unnest(array[
        redline.log_bucket(initial_processing_ms) * 2, redline.log_bucket(final_processing_ms) * 2,
        redline.log_bucket(total_seconds) * 2 + 1
      ]) as place
    from unnest(versions)
  ) item
  where place is not null
  group by day, place, grouping sets (
    (), (outcome_document_type), (outcome_extraction_method), (outcome_model), (template), (format)
  )
  having sum(sign) <> 0
  ) sample));
end $$;

-- The hash of a pointer and of each that it lies under: where the record is not the same any more.
create function redline.path_places(pointer text) returns bigint[]
  language sql immutable parallel safe
  return array(
    select hashtextextended(array_to_string((string_to_array(pointer, '/'))[:depth], '/'), 0)
    from generate_series(2, cardinality(string_to_array(pointer, '/'))) as depth
  );

-- The items that came to be counted or no longer are, as redline.scored_item_as_of has them; a part
-- of roll_up_workflows.
create function redline.roll_up_confidences(
  details redline.rollup_detail[], corrections redline.rollup_changed_correction[]
) returns void
  language plpgsql
  set search_path = pg_catalog
  -- The planner takes arrays for a few rows, and would compare each of thousands with all others.
  set enable_nestloop = off
  set enable_mergejoin = off
  set enable_sort = off
as $$
begin
  insert into redline.rollup_confidence as known
  select
    day,
    case
      when grouping(document_type) = 0 then 'document_type'
      when grouping(model) = 0 then 'model'
      else ''
    end,
    coalesce(document_type, model, ''),
    kind,
    place >> 5,
    sum(finer),
    coalesce(sum(items) filter (where place & 31 = 0), 0),
    coalesce(sum(items) filter (where place & 31 = 1), 0),
    coalesce(sum(items) filter (where place & 31 = 2), 0),
    coalesce(sum(items) filter (where place & 31 = 3), 0),
    coalesce(sum(items) filter (where place & 31 = 4), 0),
    coalesce(sum(items) filter (where place & 31 = 5), 0),
    coalesce(sum(items) filter (where place & 31 = 6), 0),
    coalesce(sum(items) filter (where place & 31 = 7), 0),
    coalesce(sum(items) filter (where place & 31 = 8), 0),
    coalesce(sum(items) filter (where place & 31 = 9), 0),
    coalesce(sum(items) filter (where place & 31 = 10), 0),
    coalesce(sum(items) filter (where place & 31 = 11), 0),
    coalesce(sum(items) filter (where place & 31 = 12), 0),
    coalesce(sum(items) filter (where place & 31 = 13), 0),
    coalesce(sum(items) filter (where place & 31 = 14), 0),
    coalesce(sum(items) filter (where place & 31 = 15), 0),
    coalesce(sum(items) filter (where place & 31 = 16), 0),
    coalesce(sum(items) filter (where place & 31 = 17), 0),
    coalesce(sum(items) filter (where place & 31 = 18), 0),
    coalesce(sum(items) filter (where place & 31 = 19), 0),
    coalesce(sum(items) filter (where place & 31 = 20), 0),
    coalesce(sum(items) filter (where place & 31 = 21), 0),
    coalesce(sum(items) filter (where place & 31 = 22), 0),
    coalesce(sum(items) filter (where place & 31 = 23), 0),
    coalesce(sum(items) filter (where place & 31 = 24), 0),
    coalesce(sum(items) filter (where place & 31 = 25), 0),
    coalesce(sum(items) filter (where place & 31 = 26), 0),
    coalesce(sum(items) filter (where place & 31 = 27), 0),
    coalesce(sum(items) filter (where place & 31 = 28), 0),
    coalesce(sum(items) filter (where place & 31 = 29), 0),
    coalesce(sum(items) filter (where place & 31 = 30), 0),
    coalesce(sum(items) filter (where place & 31 = 31), 0),
    coalesce(sum(correct) filter (where place & 31 = 0), 0),
    coalesce(sum(correct) filter (where place & 31 = 1), 0),
    coalesce(sum(correct) filter (where place & 31 = 2), 0),
    coalesce(sum(correct) filter (where place & 31 = 3), 0),
    coalesce(sum(correct) filter (where place & 31 = 4), 0),
    coalesce(sum(correct) filter (where place & 31 = 5), 0),
    coalesce(sum(correct) filter (where place & 31 = 6), 0),
    coalesce(sum(correct) filter (where place & 31 = 7), 0),
    coalesce(sum(correct) filter (where place & 31 = 8), 0),
    coalesce(sum(correct) filter (where place & 31 = 9), 0),
    coalesce(sum(correct) filter (where place & 31 = 10), 0),
    coalesce(sum(correct) filter (where place & 31 = 11), 0),
    coalesce(sum(correct) filter (where place & 31 = 12), 0),
    coalesce(sum(correct) filter (where place & 31 = 13), 0),
    coalesce(sum(correct) filter (where place & 31 = 14), 0),
    coalesce(sum(correct) filter (where place & 31 = 15), 0),
    coalesce(sum(correct) filter (where place & 31 = 16), 0),
    coalesce(sum(correct) filter (where place & 31 = 17), 0),
    coalesce(sum(correct) filter (where place & 31 = 18), 0),
    coalesce(sum(correct) filter (where place & 31 = 19), 0),
    coalesce(sum(correct) filter (where place & 31 = 20), 0),
    coalesce(sum(correct) filter (where place & 31 = 21), 0),
    coalesce(sum(correct) filter (where place & 31 = 22), 0),
    coalesce(sum(correct) filter (where place & 31 = 23), 0),
    coalesce(sum(correct) filter (where place & 31 = 24), 0),
    coalesce(sum(correct) filter (where place & 31 = 25), 0),
    coalesce(sum(correct) filter (where place & 31 = 26), 0),
    coalesce(sum(correct) filter (where place & 31 = 27), 0),
    coalesce(sum(correct) filter (where place & 31 = 28), 0),
    coalesce(sum(correct) filter (where place & 31 = 29), 0),
    coalesce(sum(correct) filter (where place & 31 = 30), 0),
    coalesce(sum(correct) filter (where place & 31 = 31), 0)
  from (
    -- By all at once first: these are far fewer than the items.
    select
      day, document_type, model, kind,
      floor(ten_thousandths)::smallint as place,
      sum(sign)::integer as items,
      coalesce(sum(sign) filter (where case
        when is_untouched then true
        when path is null then false
        else not redline.is_changed(path, places)
      end), 0)::integer as correct,
      -- No decimal of four digits.
      coalesce(
        sum(sign) filter (where ten_thousandths <> floor(ten_thousandths)), 0
      ) as finer
    from (
      select
        sign, day, document_type, model, kind, is_untouched, places, path,
        -- A decimal of four digits is the number that is nearest to so many ten-thousandths.
        case
          when confidence = round(confidence * 10000) / 10000 then round(confidence * 10000)
          else floor(confidence * 10000) + 0.5
        end as ten_thousandths
      from (
        select
          review.sign, review.day, review.document_type, review.model, review.is_untouched,
          changed.places,
          case when review.scored_confidence is null then 'document' else 'field' end as kind,
          unnest(coalesce(review.scored_confidence, array[review.document_confidence]))
            as confidence,
          unnest(review.scored_path) as path
        from (
          -- A review that is as it was counted has none.
          select
            sum(sign)::integer as sign, owner, workflow_id, day, is_untouched,
            max(own_document_type) as document_type,
            max(own_model) as model,
            max(scored_path) as scored_path,
            max(scored_confidence) as scored_confidence,
            max(document_confidence) as document_confidence
          from unnest(details)
          where has_initial
          group by owner, workflow_id, day, is_untouched
          having sum(sign) <> 0
        ) review
        left join (
          select
            owner, workflow_id,
            array_agg(place order by place) as places
          from (
            select
              owner, workflow_id,
              -- Most lie under nothing else, and need no call.
              unnest(case
                when original_path <> '' and strpos(substr(original_path, 2), '/') = 0
                  then array[hashtextextended(original_path, 0)]
                else redline.path_places(original_path)
              end) as place
            from unnest(corrections)
            where revision = 1
          ) hashed
          group by owner, workflow_id
        ) changed using (owner, workflow_id)
      ) item
      where confidence is not null
    ) scaled
    group by day, document_type, model, kind, place
  ) scored
  group by day, kind, place >> 5, grouping sets ((), (document_type), (model))
  having grouping(document_type, model) = 3 or coalesce(document_type, model) is not null
  on conflict on constraint rollup_confidence_key do update set
    finer = known.finer + excluded.finer,
    i0 = known.i0 + excluded.i0, i1 = known.i1 + excluded.i1, i2 = known.i2 + excluded.i2,
    i3 = known.i3 + excluded.i3, i4 = known.i4 + excluded.i4, i5 = known.i5 + excluded.i5,
    i6 = known.i6 + excluded.i6, i7 = known.i7 + excluded.i7, i8 = known.i8 + excluded.i8,
    i9 = known.i9 + excluded.i9, i10 = known.i10 + excluded.i10, i11 = known.i11 + excluded.i11,
    i12 = known.i12 + excluded.i12, i13 = known.i13 + excluded.i13, i14 = known.i14 + excluded.i14,
    i15 = known.i15 + excluded.i15, i16 = known.i16 + excluded.i16, i17 = known.i17 + excluded.i17,
    i18 = known.i18 + excluded.i18, i19 = known.i19 + excluded.i19, i20 = known.i20 + excluded.i20,
    i21 = known.i21 + excluded.i21, i22 = known.i22 + excluded.i22, i23 = known.i23 + excluded.i23,
    i24 = known.i24 + excluded.i24, i25 = known.i25 + excluded.i25, i26 = known.i26 + excluded.i26,
    i27 = known.i27 + excluded.i27, i28 = known.i28 + excluded.i28, i29 = known.i29 + excluded.i29,
    i30 = known.i30 + excluded.i30, i31 = known.i31 + excluded.i31,
    c0 = known.c0 + excluded.c0, c1 = known.c1 + excluded.c1, c2 = known.c2 + excluded.c2,
    c3 = known.c3 + excluded.c3, c4 = known.c4 + excluded.c4, c5 = known.c5 + excluded.c5,
    c6 = known.c6 + excluded.c6, c7 = known.c7 + excluded.c7, c8 = known.c8 + excluded.c8,
    c9 = known.c9 + excluded.c9, c10 = known.c10 + excluded.c10, c11 = known.c11 + excluded.c11,
    c12 = known.c12 + excluded.c12, c13 = known.c13 + excluded.c13, c14 = known.c14 + excluded.c14,
    c15 = known.c15 + excluded.c15, c16 = known.c16 + excluded.c16, c17 = known.c17 + excluded.c17,
    c18 = known.c18 + excluded.c18, c19 = known.c19 + excluded.c19, c20 = known.c20 + excluded.c20,
    c21 = known.c21 + excluded.c21, c22 = known.c22 + excluded.c22, c23 = known.c23 + excluded.c23,
    c24 = known.c24 + excluded.c24, c25 = known.c25 + excluded.c25, c26 = known.c26 + excluded.c26,
    c27 = known.c27 + excluded.c27, c28 = known.c28 + excluded.c28, c29 = known.c29 + excluded.c29,
    c30 = known.c30 + excluded.c30, c31 = known.c31 + excluded.c31;
end $$;

-- The corrections that came to be counted or no longer are. A review whose corrections were counted
-- as they are now has none.
create function redline.changed_corrections(versions redline.rollup_version[])
  returns redline.rollup_changed_correction[]
  language plpgsql stable
  set search_path = pg_catalog
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off
as $$
begin
  return array(select row(
    correction.owner, correction.workflow_id, correction.revision, correction.original_path,
    row(
      review.sign, review.day, review.document_type, correction.field, correction.change_type,
      correction.pattern, correction.owner, review.modified_at,
      redline.correction_place(
        review.modified_at, review.workflow_started_at, correction.workflow_id,
        correction.revision, correction.ordinal, correction.owner
      )
    )::redline.rollup_correction_item
  )::redline.rollup_changed_correction
  from (
    select
      sum(sign)::integer as sign, owner, workflow_id, revision, day, workflow_started_at,
      recorded_start, document_type, modified_at
    from unnest(versions)
    where is_reviewed and has_modifications
    group by owner, workflow_id, revision, day, workflow_started_at, recorded_start,
      document_type, modified_at
    having sum(sign) <> 0
  ) review
  -- A look-up for each review, by the whole key: offset keeps the planner from any other way.
  cross join lateral (
    select *
    from redline.correction found
    where found.owner = review.owner
      and found.workflow_started_at = review.recorded_start
      and found.workflow_id = review.workflow_id
      and found.revision = review.revision
    offset 0
  ) correction);
end $$;

create or replace function redline.roll_up_threads(items redline.rollup_interaction[]) returns void
  language sql
  set search_path = pg_catalog
  -- A few thousand of very many, by their keys, also where the table was empty a moment ago.
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off
begin atomic
  with changed as (
    insert into redline.rollup_thread_day as known (owner, thread_id, day, seen)
    select owner, thread_id, day, array_agg(distinct word collate "C")
    from (
      select
        owner, thread_id, day,
        unnest(array['', redline.seen_word('model', model), redline.seen_word('source', source)])
          as word
      from (
        select distinct
          owner, thread_id, (occurred_at at time zone 'UTC')::date as day, model, source
        from unnest(items)
        where thread_id is not null and sign > 0
      ) item
    ) seen_word
    group by owner, thread_id, day
    on conflict on constraint rollup_thread_day_pkey do update set
      seen = known.seen || array(
        select word from unnest(excluded.seen) as word where word <> all (known.seen)
      )
      where not known.seen @> excluded.seen
    returning owner, thread_id, day, seen
  ), known as (
    select
      *, bool_or(is_changed) over (partition by owner, thread_id, day) as is_replaced
    from (
      select owner, thread_id, day, seen, true as is_changed from changed
      union all
      -- As they were before.
      select owner, thread_id, day, seen, false
      from (select distinct owner, thread_id from changed) thread
      join redline.rollup_thread_day using (owner, thread_id)
    ) day_of_thread
  ), present as (
    select
      owner, thread_id, day, seen,
      unnest(case
        when is_changed then array[1] when is_replaced then array[-1] else array[-1, 1]
      end) as sign
    from known
  ), link as (
    select
      word, day, sign,
      lag(day) over (partition by sign, owner, thread_id, word order by day) as previous
    from (select owner, thread_id, day, sign, unnest(seen) as word from present) worded
  )
  insert into redline.rollup_thread as stored (day, dimension, value, previous, threads)
  select day, redline.seen_dimension(word), redline.seen_value(word), previous, sum(sign)
  from link
  group by day, word, previous
  having sum(sign) <> 0
  on conflict on constraint rollup_thread_key do update set
    threads = stored.threads + excluded.threads;
end;
