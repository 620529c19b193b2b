-- Roll-ups by document type and model together: what the dashboard asks for where it is narrowed by
-- both, and editing_rate, accuracy and funnel by both.
--
-- Their dimension is 'document_type+model', and their value the two as an array, so that either can
-- be null, and a name in it takes no more room than it has signs to be escaped.

-- One of the values of a row: in place 1 the document type and in place 2 the model, where the row
-- has both; else the only one it has.
create function redline.dimension_value(dimension text, value text, place integer) returns text
  language sql stable parallel safe
  return case when dimension = 'document_type+model' then (value::text[])[place] else value end;

-- By which dimension the roll-ups answer what is asked with these words of `by`, '' for all
-- together; null where only the records do: for one owner, at another time, or by words that are
-- not one of the dimensions. One of two words has a + between them, in the order of the alphabet,
-- and answers in any order. What their rows have besides can be asked for in any number.
create or replace function redline.rollup_dimension(
  by_words text, owner text, as_of text, dimensions text, besides text default ''
) returns text
  language sql immutable parallel safe
  return case
    when owner <> '' or as_of <> '' then null
    else (
      select case
        when count(*) = 0 then ''
        when string_agg(word, '+' order by word collate "C")
            = any (string_to_array(dimensions, ' '))
          then string_agg(word, '+' order by word collate "C")
      end
      from unnest(string_to_array(by_words, ',')) as word
      where word not in ('', 'day', 'week', 'month', 'period')
        and word <> all (string_to_array(besides, ' '))
    )
  end;

-- The histograms of measures over a period, in the groups of a report: a row a block.
create or replace function redline.histogram_blocks(
  measures text[], dimension text, first_day date, end_day date, by_words text
) returns table (
    first_group text, second_group text, third_group text, measure text, block smallint,
    items bigint[]
  )
  language sql stable parallel safe
begin atomic
  select
    redline.group_value(
      split_part(by_words, ',', 1), redline.start_of(day),
      redline.dimension_value(rollup_histogram.dimension, value, 1), value,
      redline.dimension_value(rollup_histogram.dimension, value, 2), value, value,
      source => value, tool => value
    ),
    redline.group_value(
      split_part(by_words, ',', 2), redline.start_of(day),
      redline.dimension_value(rollup_histogram.dimension, value, 1), value,
      redline.dimension_value(rollup_histogram.dimension, value, 2), value, value,
      source => value, tool => value
    ),
    redline.group_value(
      split_part(by_words, ',', 3), redline.start_of(day),
      redline.dimension_value(rollup_histogram.dimension, value, 1), value,
      redline.dimension_value(rollup_histogram.dimension, value, 2), value, value,
      source => value, tool => value
    ),
    measure,
    block,
    array[
      sum(c0), sum(c1), sum(c2), sum(c3), sum(c4), sum(c5), sum(c6), sum(c7), sum(c8), sum(c9),
      sum(c10), sum(c11), sum(c12), sum(c13), sum(c14), sum(c15), sum(c16), sum(c17), sum(c18),
      sum(c19), sum(c20), sum(c21), sum(c22), sum(c23), sum(c24), sum(c25), sum(c26), sum(c27),
      sum(c28), sum(c29), sum(c30), sum(c31)
    ]
  from redline.rollup_histogram
  where measure = any (measures) and rollup_histogram.dimension = histogram_blocks.dimension
    and day >= first_day and day < end_day
  group by 1, 2, 3, measure, block;
end;

-- Days that were rolled up before there were these figures, and lack them still: until they have
-- them, the records answer.
create table redline.rollup_lacking_day (
  day date not null,
  constraint rollup_lacking_day_pkey primary key (day)
);

-- As the roll-ups themselves: for whoever reads everybody's.
grant select on redline.rollup_lacking_day to
  redline_analyst, redline_miner, redline_compliance, redline_admin;

insert into redline.rollup_lacking_day
select distinct (started_at at time zone 'UTC')::date from redline.rollup_counted;

-- Counts what one day lacks, of the workflows as the roll-ups have them.
create function redline.fill_lacking_day(lacking date) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  samples redline.rollup_sample[];
begin
  -- What has come since is counted with the rest.
  delete from redline.rollup_review where dimension = 'document_type+model' and day = lacking;
  delete from redline.rollup_workflow where dimension = 'document_type+model' and day = lacking;
  delete from redline.rollup_histogram where dimension = 'document_type+model' and day = lacking;
  with version as materialized (
    select version.*
    from (
      select array_agg(owner) as owners, array_agg(workflow_id) as ids
      from (
        select owner, workflow_id, (row_number() over () - 1) / 5000 as part
        from redline.rollup_counted
        where started_at >= redline.start_of(lacking)
          and started_at < redline.start_of(lacking + 1)
      ) numbered
      group by part
    ) counted
    cross join lateral redline.rollup_versions(counted.owners, counted.ids, true) made
    cross join lateral unnest(made.versions) as version
  ), workflow as materialized (
    select
      workflow_started_at,
      array[max(own_document_type), max(own_model) filter (where revision = 1)]::text as value,
      max(revision) as revision,
      least(min(modified_at), min(delivered_at)) as reviewed_at,
      min(delivered_at) as completed_at
    from version
    group by owner, workflow_id, workflow_started_at
  ), review as (
    insert into redline.rollup_review (
      day, dimension, value, is_first_revision, revisions, workflows, reviewed, untouched, fields,
      modified, deleted, added, clusters, final_clusters, sum_tt, sum_te, sum_ee, sum_aa, sum_af,
      sum_kf, sum_ff, timed, editing_seconds, char_edits, char_length, ter_rated, ter_edits,
      ter_reference_words, reported_accuracies, reported_accuracy, reported_qualities,
      reported_quality, confidence_gains, confidence_gain
    )
    select
      lacking,
      'document_type+model',
      array[document_type, model]::text,
      revision = 1,
      count(*),
      count(*) filter (where is_first_known),
      count(*) filter (where is_reviewed),
      count(*) filter (where is_reviewed and modified + deleted + added = 0),
      coalesce(sum(extracted) filter (where is_reviewed), 0),
      sum(modified),
      sum(deleted),
      sum(added),
      count(*) filter (where is_reviewed and extracted > 0),
      count(*) filter (where is_reviewed and extracted - deleted + added > 0),
      sum((modified + deleted) * (modified + deleted)),
      sum((modified + deleted) * extracted),
      coalesce(sum(extracted * extracted) filter (where is_reviewed), 0),
      sum(added * added),
      sum(added * (extracted - deleted + added)),
      coalesce(sum((extracted - modified - deleted) * (extracted - deleted + added))
        filter (where is_reviewed), 0),
      coalesce(sum((extracted - deleted + added) * (extracted - deleted + added))
        filter (where is_reviewed), 0),
      count(editing_seconds),
      coalesce(sum(editing_seconds::numeric), 0),
      sum(char_edits),
      sum(char_length),
      count(ter_reference_words),
      coalesce(sum(ter_edits), 0),
      coalesce(sum(ter_reference_words), 0),
      count(reported_accuracy) filter (where is_reviewed),
      coalesce(sum(reported_accuracy::numeric) filter (where is_reviewed), 0),
      count(reported_quality) filter (where is_reviewed),
      coalesce(sum(reported_quality::numeric) filter (where is_reviewed), 0),
      count(confidence_gain) filter (where is_reviewed),
      coalesce(sum(confidence_gain::numeric) filter (where is_reviewed), 0)
    from version
    where is_known
    group by document_type, model, revision = 1
  ), progress as (
    insert into redline.rollup_workflow (
      day, dimension, value, started, reviewed, completed, regenerated
    )
    select
      lacking, 'document_type+model', value, count(*), count(reviewed_at), count(completed_at),
      count(*) filter (where revision > 1)
    from workflow
    group by value
  ), sample as (
    select
      'editing_seconds' as measure, array[document_type, model]::text as value,
      redline.log_bucket(editing_seconds) as bucket
    from version
    union all
    select
      unnest(array['seconds_to_review', 'seconds_to_complete', 'unreviewed_minute']), value,
      unnest(array[
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
      ])
    from workflow
  )
  select array_agg(
    row(measure, lacking, 'document_type+model', value, bucket, items)::redline.rollup_sample
  ) into samples
  from (
    select measure, value, bucket, count(*) as items
    from sample
    where bucket is not null
    group by measure, value, bucket
  ) counted;
  perform redline.add_samples(samples);
  delete from redline.rollup_lacking_day where day = lacking;
end $$;

-- Counts what days lack, the latest first; a part of join_days. After a second the rest is left for
-- the next time, unless all of it is wanted at once.
create function redline.fill_lacking_days(quiet interval) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  lacking date;
  until timestamptz := case
    when quiet > interval '0' then clock_timestamp() + interval '1 second' else 'infinity'
  end;
begin
  for lacking in select day from redline.rollup_lacking_day order by day desc loop
    perform redline.fill_lacking_day(lacking);
    exit when clock_timestamp() > until;
  end loop;
end $$;

-- Puts something in the place of something else in the definition of a function, for each pair of
-- texts.
create function pg_temp.reword(routine regprocedure, variadic texts text[]) returns void
  language plpgsql
as $$
declare
  definition text := pg_get_functiondef(routine);
begin
  for place in 1 .. cardinality(texts) by 2 loop
    if strpos(definition, texts[place]) = 0 then
      raise exception '% has no "%"', routine, texts[place];
    end if;
    definition := replace(definition, texts[place], texts[place + 1]);
  end loop;
  execute definition;
end $$;

select pg_temp.reword(
  'redline.roll_up_workflows(text[], uuid[], boolean)',
  'insert into redline.rollup_review as known
  select
    day,
    case
',
  'insert into redline.rollup_review as known
  select
    day,
    case
      when grouping(document_type, model) = 0 then ''document_type+model''
',
  '    coalesce(document_type, extraction_method, model, template, format),
    is_first_revision,
',
  '    case
      when grouping(document_type, model) = 0 then array[document_type, model]::text
      else coalesce(document_type, extraction_method, model, template, format)
    end,
    is_first_revision,
',
  '  group by day, is_first_revision, grouping sets (
    (), (document_type),',
  '  group by day, is_first_revision, grouping sets (
    (), (document_type, model), (document_type),'
);

-- In all of its parts.
select pg_temp.reword(
  'redline.roll_up_progress(redline.rollup_version[])',
  '      when grouping(document_type) = 0 then ''document_type''
',
  '      when grouping(document_type, model) = 0 then ''document_type+model''
      when grouping(document_type) = 0 then ''document_type''
',
  '    coalesce(document_type, extraction_method, model, template, format),
',
  '    case
      when grouping(document_type, model) = 0 then array[document_type, model]::text
      else coalesce(document_type, extraction_method, model, template, format)
    end,
',
  '    (), (document_type),',
  '    (), (document_type, model), (document_type),'
);

select pg_temp.reword(
  'redline.rebuild_rollups()',
  'delete from redline.rollup_editor where',
  'delete from redline.rollup_lacking_day where day >= redline.first_whole_day(''export'');
  delete from redline.rollup_editor where'
);
select pg_temp.reword(
  'redline.join_days(interval)',
  'perform redline.settle_owner_days(quiet);',
  'perform redline.settle_owner_days(quiet);
  perform redline.fill_lacking_days(quiet);'
);
drop function pg_temp.reword(regprocedure, text[]);
