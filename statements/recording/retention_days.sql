-- How long records are kept, in days.
select
  (select value::integer from redline.setting where name = 'export_retention_days') as export_days,
  (select value::integer from redline.setting where name = 'interaction_retention_days')
    as interaction_days
