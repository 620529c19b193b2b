-- The sample that the benchmarks record in bulk: :records interactions of about 1.5 KB over the
-- last 20 days, in the table sample; plain is the table that \copy fills beside redline.
create unlogged table sample as
select
  'user' || (n / 7 % 5000) || '@example.com' as user_id,
  now() - make_interval(secs => ((:records - n) * 20.0 * 86400 / :records)) as "timestamp",
  'bench-' || n as interaction_id,
  'thread-' || (n / 7) as thread_id,
  'Please check order ' || n || ': ' || substr(repeat(md5(n::text) || ' ', 8), 1, 180)
    as user_message,
  'I have looked at order ' || n || '. ' || substr(repeat(md5((n * 7)::text) || ' ', 30), 1, 800)
    as assistant_response,
  case when n % 2 = 0 then json_build_array(json_build_object(
    'tool_name', 'get_order', 'arguments', json_build_object('order', n),
    'result', json_build_object('state', 'shipped', 'note', md5(n::text)),
    'status', 'success', 'duration_ms', 40 + n % 200
  )) else '[]'::json end as tool_calls,
  json_build_object('model', 'gpt-4o', 'tokens_used', 300 + n % 500, 'latency_ms', 900 + n % 900,
    'source', 'bench', 'note', repeat('x', 60)) as metadata
from generate_series(1, :records) n;
create table plain (like sample);
