-- Interactions: every exchange between a user and an assistant, with its tool calls.

-- Where an interaction lies, and that its id is one of a kind for its owner whatever its time.
create table redline.interaction_key (
  owner text not null,
  interaction_id text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  digest bytea not null,
  constraint interaction_key_pkey primary key (owner, interaction_id),
  constraint interaction_owner_is_valid check (length(owner) between 1 and 254),
  constraint digest_is_16_bytes check (length(digest) = 16)
);

create table redline.interaction (
  owner text not null,
  occurred_at timestamptz not null,
  interaction_id text not null,
  recorded_at timestamptz not null,
  thread_id text,
  user_message text not null,
  assistant_response text not null,
  tool_calls json,
  metadata json,
  extra json,
  model text,
  source text,
  assistant_id text,
  tokens_used bigint,
  latency_ms double precision,
  call_count integer not null,
  failed_call_count integer not null,
  repeats_previous boolean not null,
  constraint interaction_pkey primary key (owner, occurred_at, interaction_id),
  constraint user_message_not_empty check (user_message <> ''),
  constraint response_or_tool_calls check (assistant_response <> '' or call_count > 0),
  constraint failed_calls_are_calls check (failed_call_count between 0 and call_count),
  constraint latency_not_negative check (latency_ms >= 0)
) partition by range (occurred_at);

comment on column redline.interaction.extra is
  'Members of the record that have no column, as they were sent.';
comment on column redline.interaction.repeats_previous is
  'The message is at least 0.8 similar to the one before it in its thread.';

-- The last message of each thread: a message that comes in is compared with the one before it, which
-- is nearly always this one.
create table redline.thread (
  owner text not null,
  thread_id text not null,
  last_at timestamptz not null,
  last_id text not null,
  recorded_at timestamptz not null default now(),
  constraint thread_pkey primary key (owner, thread_id)
);

create table redline.tool_call (
  owner text not null,
  occurred_at timestamptz not null,
  interaction_id text not null,
  ordinal integer not null,
  recorded_at timestamptz not null,
  tool text not null,
  status text not null,
  failed boolean not null,
  signature text,
  duration_ms double precision,
  model text,
  constraint tool_call_pkey primary key (owner, occurred_at, interaction_id, ordinal),
  constraint duration_not_negative check (duration_ms >= 0),
  constraint signature_is_of_a_failure check (failed or signature is null)
) partition by range (occurred_at);

comment on column redline.tool_call.signature is
  'The error''s text with numbers, ids, quoted texts and addresses replaced by placeholders.';
