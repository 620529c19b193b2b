select
  strftime(occurred_at, '%Y-%m-%d') as "day",
  count(*) as interactions,
  count(distinct owner) as owners,
  count(distinct (owner, thread_id)) filter (where thread_id is not null)
    + count(*) filter (where thread_id is null) as threads,
  sum(call_count) as tool_calls,
  sum(failed_call_count) as failed_calls,
  count(*) filter (where repeats_previous) / count(*) as repeat_rate,
  quantile_cont(latency_ms, 0.5) as latency_ms_p50,
  quantile_cont(latency_ms, 0.95) as latency_ms_p95,
  quantile_cont(latency_ms, 0.99) as latency_ms_p99,
  sum(tokens_used) as tokens_used
from interaction
where occurred_at >= getvariable('from')::date and occurred_at < getvariable('to')::date
group by all
order by all
