with call as (
  select * from tool_call
  where occurred_at >= getvariable('from')::date and occurred_at < getvariable('to')::date
), top as (
  select tool, signature,
    row_number() over (partition by tool order by count(*) desc, signature) as place
  from call
  where signature is not null
  group by tool, signature
)
select
  call.tool,
  count(*) as calls,
  count(*) filter (where failed) as failures,
  count(*) filter (where failed) / count(*) as failure_rate,
  quantile_cont(duration_ms, 0.5) as duration_ms_p50,
  quantile_cont(duration_ms, 0.95) as duration_ms_p95,
  quantile_cont(duration_ms, 0.99) as duration_ms_p99,
  any_value(top.signature) as top_error
from call
left join top on top.tool = call.tool and top.place = 1
group by call.tool
order by call.tool
