-- Daily roll-ups: what reports over all owners read in place of the records.
--
-- A roll-up holds counts, sums, sums of squares (for the clustered intervals) and logarithmic
-- histograms (for percentiles), by day and by one dimension: '' for all together, or the name of a
-- grouping, with its value. All of them add up over days, so that a period costs the same however
-- many records it has; and all can be subtracted, so that a late stage, another revision or an
-- erasure leaves them right. They hold no content, and stay when the records have gone.
--
-- Whoever records puts the keys of what has changed into rollup_pending, in the same transaction;
-- redline.roll_up() takes them from there a moment later. What was committed before the oldest
-- entry came is in the figures.

create table redline.rollup_pending (
  id bigint generated always as identity,
  queued_at timestamptz not null default clock_timestamp(),
  kind text not null,
  owner text[] not null,
  items integer not null generated always as (cardinality(owner)) stored,
  -- workflow
  workflow_id uuid[],
  -- interaction, repeat, tool_call
  occurred_at timestamptz[],
  interaction_id text[],
  thread_id text[],
  model text[],
  source text[],
  tokens_used bigint[],
  latency_ms double precision[],
  call_count integer[],
  failed_call_count integer[],
  repeats_previous boolean[],
  ordinal integer[],
  tool text[],
  failed boolean[],
  signature text[],
  duration_ms double precision[],
  constraint rollup_pending_pkey primary key (id),
  constraint kind_is_known check (kind in ('workflow', 'interaction', 'repeat', 'tool_call'))
);

comment on table redline.rollup_pending is
  'What has been recorded and is not in the roll-ups yet: a row a batch, emptied all the time.';

-- Whether all records there are have been counted once. A service that is started does it, where
-- not.
create table redline.rollup_state (
  is_built boolean not null,
  -- Before these days some records have been dropped.
  exports_whole_from date not null default '-infinity',
  interactions_whole_from date not null default '-infinity',
  is_only boolean not null default true,
  constraint rollup_state_pkey primary key (is_only),
  constraint rollup_state_is_one check (is_only)
);

insert into redline.rollup_state (is_built)
select not exists (select from redline.workflow)
  and not exists (select from redline.interaction_key);

-- What of each workflow is in the roll-ups: so that it can be taken out again, and the workflow as
-- it is now be put in. A stage is revision * 100 + stage * 10, and + 1 where it is not one of
-- modifications that were still to be measured. What was measured of summaries is kept itself: a
-- first summary that comes late can change it.
create table redline.rollup_counted (
  owner text not null,
  workflow_id uuid not null,
  started_at timestamptz not null,
  stages integer[] not null,
  -- The revisions with an edit rate, and of each, side by side: ter_edits, ter_reference_words,
  -- summary_words, kept_words.
  rated integer[],
  rates integer[][],
  constraint rollup_counted_pkey primary key (owner, workflow_id)
);

create table redline.rollup_review (
  day date not null,
  dimension text not null,
  value text,
  is_first_revision boolean not null,
  revisions bigint not null,
  workflows bigint not null,
  reviewed bigint not null,
  untouched bigint not null,
  fields bigint not null,
  modified bigint not null,
  deleted bigint not null,
  added bigint not null,
  -- Of the clustered intervals: t = modified + deleted, e = fields, a = added, f = fields of the
  -- document as it was approved, k = e - t, each of one review.
  clusters bigint not null,
  final_clusters bigint not null,
  sum_tt numeric not null,
  sum_te numeric not null,
  sum_ee numeric not null,
  sum_aa numeric not null,
  sum_af numeric not null,
  sum_kf numeric not null,
  sum_ff numeric not null,
  timed bigint not null,
  editing_seconds numeric not null,
  char_edits bigint not null,
  char_length bigint not null,
  ter_rated bigint not null,
  ter_edits bigint not null,
  ter_reference_words bigint not null,
  reported_accuracies bigint not null,
  reported_accuracy numeric not null,
  reported_qualities bigint not null,
  reported_quality numeric not null,
  confidence_gains bigint not null,
  confidence_gain numeric not null,
  constraint rollup_review_key unique nulls not distinct (dimension, day, value, is_first_revision)
) with (fillfactor = 70);

create table redline.rollup_field (
  day date not null,
  dimension text not null,
  value text,
  field text not null,
  reviews bigint not null,
  extracted bigint not null,
  modified bigint not null,
  deleted bigint not null,
  added bigint not null,
  clusters bigint not null,
  sum_kk numeric not null,
  sum_ke numeric not null,
  sum_ee numeric not null,
  constraint rollup_field_key unique nulls not distinct (dimension, day, field, value)
) with (fillfactor = 70);

create table redline.rollup_workflow (
  day date not null,
  dimension text not null,
  value text,
  started bigint not null,
  reviewed bigint not null,
  completed bigint not null,
  regenerated bigint not null,
  constraint rollup_workflow_key unique nulls not distinct (dimension, day, value)
) with (fillfactor = 70);

-- Counts of values by logarithmic bucket: percentiles within 1 % of the value. A row has the 32
-- buckets from 32 * block on; so a sum over days reads, and a change of many values writes, a tenth
-- of the rows that it would with a row a bucket.
create table redline.rollup_histogram (
  measure text not null,
  day date not null,
  dimension text not null,
  value text,
  block smallint not null,
  c0 integer not null, c1 integer not null, c2 integer not null, c3 integer not null,
  c4 integer not null, c5 integer not null, c6 integer not null, c7 integer not null,
  c8 integer not null, c9 integer not null, c10 integer not null, c11 integer not null,
  c12 integer not null, c13 integer not null, c14 integer not null, c15 integer not null,
  c16 integer not null, c17 integer not null, c18 integer not null, c19 integer not null,
  c20 integer not null, c21 integer not null, c22 integer not null, c23 integer not null,
  c24 integer not null, c25 integer not null, c26 integer not null, c27 integer not null,
  c28 integer not null, c29 integer not null, c30 integer not null, c31 integer not null,
  constraint rollup_histogram_key
    unique nulls not distinct (measure, dimension, day, value, block)
) with (fillfactor = 70);

comment on column redline.rollup_histogram.measure is
  'editing_seconds, seconds_to_review, seconds_to_complete, processing_ms, total_seconds, '
  'latency_ms, duration_ms; '
  'unreviewed_minute: minute of the day on which a workflow started that nobody has reviewed.';

-- Distinct owners are counted by a bit each, 4,096 to a row: exact, and they add up over days.
create table redline.rollup_owner (
  owner text not null,
  number integer generated always as identity,
  constraint rollup_owner_pkey primary key (owner),
  constraint rollup_owner_number unique (number)
);

-- Where a correction or a call lies, as a text that sorts by its time: so that the earliest of many
-- is the least, which adds up over days like a count. What follows the time names the record.
create function redline.place_at(at timestamptz, variadic key text[]) returns text
  language sql stable parallel safe
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '/' || array_to_string(key, '/');

create function redline.place_time(place text) returns timestamptz
  language sql stable parallel safe
  return split_part(place, '/', 1)::timestamptz;

create function redline.correction_place(
  seen_at timestamptz, workflow_started_at timestamptz, workflow_id uuid, revision smallint,
  ordinal integer, owner text
) returns text
  language sql stable parallel safe
  return redline.place_at(
    seen_at, to_char(workflow_started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    workflow_id::text, to_char(revision, 'FM00000'), to_char(ordinal, 'FM000000'), owner
  );

create table redline.rollup_correction (
  day date not null,
  dimension text not null,
  value text,
  field text not null,
  change_type text not null,
  pattern text not null,
  owner_chunk integer not null,
  corrections bigint not null,
  owners bit(4096) not null,
  earliest text collate "C" not null,
  last_seen timestamptz not null,
  constraint rollup_correction_key unique nulls not distinct
    (dimension, day, field, change_type, pattern, value, owner_chunk)
) with (fillfactor = 70);

create table redline.rollup_activity (
  day date not null,
  dimension text not null,
  value text,
  owner_chunk integer not null,
  owners bit(4096) not null,
  interactions bigint not null,
  threadless bigint not null,
  tool_calls bigint not null,
  failed_calls bigint not null,
  repeats bigint not null,
  with_tokens bigint not null,
  tokens_used numeric not null,
  constraint rollup_activity_key unique nulls not distinct (dimension, day, value, owner_chunk)
) with (fillfactor = 70);

-- On which days a thread had messages, and of which models and sources: '' for any, 'model=...' and
-- 'source=...', 'model' and 'source' for messages without one.
create table redline.rollup_thread_day (
  owner text not null,
  thread_id text not null,
  day date not null,
  seen text[] not null,
  constraint rollup_thread_day_pkey primary key (owner, thread_id, day)
) with (fillfactor = 80);

-- Threads by a day on which they had messages and the day before on which they had: those of a
-- period are the ones of its days whose day before lies outside it, so that none counts twice.
create table redline.rollup_thread (
  day date not null,
  dimension text not null,
  value text,
  previous date,
  threads bigint not null,
  constraint rollup_thread_key unique nulls not distinct (dimension, day, value, previous)
) with (fillfactor = 70);

create table redline.rollup_tool (
  day date not null,
  dimension text not null,
  value text,
  calls bigint not null,
  failures bigint not null,
  constraint rollup_tool_key unique nulls not distinct (dimension, day, value)
) with (fillfactor = 70);

-- An owner has no / in it, an interaction id may: it comes last.
create function redline.call_place(
  occurred_at timestamptz, ordinal integer, owner text, interaction_id text
) returns text
  language sql stable parallel safe
  return redline.place_at(occurred_at, to_char(ordinal, 'FM000000'), owner, interaction_id);

create function redline.call_place_id(place text) returns text
  language sql immutable parallel safe
  return regexp_replace(place, '^([^/]*/){3}', '');

-- The signature itself may quote what somebody asked for: its digest stands for it, and the words
-- are those of the example while its record is there.
create table redline.rollup_failure (
  day date not null,
  tool text not null,
  digest bytea,
  owner_chunk integer not null,
  failures bigint not null,
  owners bit(4096) not null,
  earliest text collate "C" not null,
  last_seen timestamptz not null,
  constraint rollup_failure_key unique nulls not distinct (day, tool, digest, owner_chunk)
) with (fillfactor = 70);

comment on column redline.rollup_correction.earliest is
  'time of the review/start of the workflow/workflow/revision/ordinal/owner';
comment on column redline.rollup_failure.earliest is 'time/ordinal/owner/interaction id';
