-- report: correction_patterns
-- title: What people keep correcting, and how
--
-- Every change that people made to what the AI gave, sorted into classes: a number written
-- otherwise, a letter swapped, a value that was missing. Rows with many corrections by many owners
-- are what to mend first. The examples are the earliest correction of each row; who may not read
-- content sees *** in their place.
--
-- param: from date                First day counted.
-- param: to date                  First day no longer counted.
-- param: owner text = ''          One owner; empty for all.
-- param: as_of text = ''          As it was at that time; empty for now.
-- param: by text = 'field'        Grouping: one of the words below, or up to three with commas.
-- by: field document_type model extraction_method template format owner day week month
-- column: change_type text        modification, addition or deletion.
-- column: pattern text            Class of the change, such as typo, number_format or missing.
-- column: corrections count       Corrections.
-- column: share ratio             Their part of all corrections in the selection.
-- column: owners count            Distinct owners who made them.
-- column: example_original json   What the AI gave in the earliest of them; nothing where the field
--   was added.
-- column: example_modified json   What the person made of it; nothing where the field was deleted.
-- column: first_seen timestamp    When the first of them was made.
-- column: last_seen timestamp     When the last of them was made.
-- chart: bar x=pattern y=corrections top=20
with counted as (
  -- From the records, where the roll-ups do not answer: a row a correction.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), workflow_started_at, document_type, extraction_method, model,
      template, format, owner, field
    ) collate "C" as first_group,
    redline.group_value(
      split_part(:'by'::text, ',', 2), workflow_started_at, document_type, extraction_method, model,
      template, format, owner, field
    ) collate "C" as second_group,
    redline.group_value(
      split_part(:'by'::text, ',', 3), workflow_started_at, document_type, extraction_method, model,
      template, format, owner, field
    ) collate "C" as third_group,
    change_type collate "C" as change_type,
    pattern collate "C" as pattern,
    1::bigint as corrections,
    owner,
    redline.correction_place(
      reviewed_at, workflow_started_at, workflow_id, revision, ordinal, owner
    ) collate "C" as place,
    reviewed_at as last_seen,
    null::integer as owner_chunk,
    null::bit(4096) as owners
  from redline.review_correction_as_of(redline.time_of(:'as_of'::text))
  -- Where the roll-ups answer, from the end of all time on: so no week of either side is planned.
  where review_started_at >= redline.start_of(case
      when redline.rollup_dimension(
        :'by'::text, :'owner'::text, :'as_of'::text,
        'document_type', 'field'
      ) is null then :'from'::date
      else 'infinity'
    end)
    and workflow_started_at >= redline.start_of(case
      when redline.rollup_dimension(
        :'by'::text, :'owner'::text, :'as_of'::text,
        'document_type', 'field'
      ) is null then :'from'::date
      else 'infinity'
    end)
    and review_started_at < redline.start_of(:'to'::date)
    and workflow_started_at < redline.start_of(:'to'::date)
    and (:'owner'::text = '' or owner = :'owner'::text)
  union all
  -- From the roll-ups: a row a day or span of days, value, field name, class and chunk of owners.
  select
    redline.group_value(
      split_part(:'by'::text, ',', 1), redline.start_of(day), value, value, value, value, value,
      null, field
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 2), redline.start_of(day), value, value, value, value, value,
      null, field
    ) collate "C",
    redline.group_value(
      split_part(:'by'::text, ',', 3), redline.start_of(day), value, value, value, value, value,
      null, field
    ) collate "C",
    change_type collate "C", pattern collate "C", corrections, null, earliest, last_seen,
    owner_chunk, owners
  from redline.correction_cells(
    redline.rollup_dimension(
      :'by'::text, :'owner'::text, :'as_of'::text,
      'document_type', 'field'
    ),
    :'from'::date, :'to'::date, :'by'::text
  )
), chunk as (
  select
    first_group,
    second_group,
    third_group,
    change_type,
    pattern,
    sum(corrections) as corrections,
    coalesce(bit_count(bit_or(owners)), 1) as owners,
    min(place) as place,
    max(last_seen) as last_seen
  from counted
  -- A row an owner, or a chunk of owners: so that nothing has to be sorted to count them.
  group by first_group, second_group, third_group, change_type, pattern, owner, owner_chunk
), found as (
  select
    first_group,
    second_group,
    third_group,
    change_type,
    pattern,
    sum(corrections)::bigint as corrections,
    sum(sum(corrections)) over () as all_corrections,
    sum(owners)::bigint as owners,
    min(place) as place,
    max(last_seen) as last_seen,
    row_number() over (
      order by sum(corrections)::bigint desc, first_group, second_group, third_group, change_type,
        pattern
    ) as position
  from chunk
  group by first_group, second_group, third_group, change_type, pattern
)
select
  redline.group_label(:'by'::text, first_group, second_group, third_group) as :"by",
  change_type,
  pattern,
  corrections,
  redline.ratio(corrections, all_corrections) as share,
  owners,
  case
    when change_type = 'addition' then null
    when example.is_shown then example.original
    else '"***"'::json
  end as example_original,
  case
    when change_type = 'deletion' then null
    when example.is_shown then example.modified
    else '"***"'::json
  end as example_modified,
  redline.place_time(place) as first_seen,
  last_seen
from found
-- One look-up by the whole key for each row. The limit keeps the planner from making a join of it,
-- which would read every value there is. Whoever shows the first rows alone says so in the setting
-- redline.examples, and no more are looked up.
left join lateral (
  select value.original, value.modified, value.is_shown
  from redline.correction_value value
  where value.owner = split_part(found.place, '/', 6) collate "default"
    and value.workflow_started_at = split_part(found.place, '/', 2)::timestamptz
    and value.workflow_id = split_part(found.place, '/', 3)::uuid
    and value.revision = split_part(found.place, '/', 4)::smallint
    and value.ordinal = split_part(found.place, '/', 5)::integer
    and value.workflow_started_at >= redline.start_of(:'from'::date)
    and value.workflow_started_at < redline.start_of(:'to'::date)
    and found.position <= coalesce(
      nullif(current_setting('redline.examples', true), '')::bigint, found.position
    )
  limit 1
) example on true
order by corrections desc, first_group, second_group, third_group, change_type, pattern;
