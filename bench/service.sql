-- The table of bench/service.py and of bench/insert.pgbench: an interaction a row, with a primary
-- key.
create table service_interaction (
  user_id text not null,
  interaction_id text not null,
  "timestamp" timestamptz not null,
  thread_id text,
  user_message text not null,
  assistant_response text not null,
  tool_calls jsonb not null,
  metadata jsonb not null,
  primary key (user_id, interaction_id)
);
