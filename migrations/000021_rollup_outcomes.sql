-- Roll-ups of what came of workflows: what the reports quality and preferences read.

create table redline.rollup_outcome (
  day date not null,
  dimension text not null,
  value text,
  revisions bigint not null,
  workflows bigint not null,
  contradictions bigint not null,
  reviewed bigint not null,
  untouched bigint not null,
  reported_qualities bigint not null,
  reported_quality numeric not null,
  ratings bigint not null,
  satisfaction bigint not null,
  with_tokens bigint not null,
  tokens_used numeric not null,
  summary_words bigint not null,
  kept_words bigint not null,
  constraint rollup_outcome_key unique nulls not distinct (dimension, day, value)
) with (fillfactor = 70);

comment on column redline.rollup_outcome.reviewed is
  'Of first revisions, as are untouched and the reported qualities.';

-- Template and format belong together: they are asked for at once, and have no dimension of theirs.
create table redline.rollup_preference (
  day date not null,
  dimension text not null,
  value text,
  template text,
  format text,
  workflows bigint not null,
  regenerated bigint not null,
  ratings bigint not null,
  satisfaction bigint not null,
  constraint rollup_preference_key
    unique nulls not distinct (dimension, day, value, template, format)
) with (fillfactor = 70);

-- What came of the workflows; a part of roll_up_workflows.
create function redline.roll_up_outcomes(versions redline.rollup_version[]) returns void
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
    measure,
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
    bucket,
    sum(sign)
  from unnest(versions)
  cross join lateral unnest(
    array['processing_ms', 'processing_ms', 'total_seconds'],
    array[
      redline.log_bucket(initial_processing_ms), redline.log_bucket(final_processing_ms),
      redline.log_bucket(total_seconds)
    ]
  ) as measured (measure, bucket)
  where bucket is not null
  group by measure, day, bucket, grouping sets (
    (), (outcome_document_type), (outcome_extraction_method), (outcome_model), (template), (format)
  )
  having sum(sign) <> 0
  ) sample));
end $$;

grant select on redline.rollup_outcome, redline.rollup_preference to
  redline_analyst, redline_miner, redline_compliance, redline_admin;
