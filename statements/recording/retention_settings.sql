-- How long what is kept, in days; content of tools never longer than its interaction.
select kind, days
from (
  select replace(name, '_retention_days', '') as kind, value::integer as days
  from redline.setting
  where name like '%\_retention\_days' and name <> 'tool_content_retention_days'
  union all
  select 'tool_content', min(value::integer)
  from redline.setting
  where name in ('interaction_retention_days', 'tool_content_retention_days')
) kept
order by kind
