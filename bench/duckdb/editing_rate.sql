select
  strftime(workflow_started_at, '%Y-%m-%d') as "day",
  count(distinct workflow_id) as workflows,
  count(*) filter (where is_reviewed) as reviewed,
  count(*) filter (where is_reviewed and modified + deleted + added > 0) as edited,
  count(*) filter (where is_reviewed and modified + deleted + added = 0) as untouched,
  sum(extracted) filter (where is_reviewed) as fields,
  sum(modified + deleted + added) as fields_edited,
  sum(modified) as modified,
  sum(added) as added,
  sum(deleted) as deleted,
  sum((modified + deleted) * (modified + deleted)) as sum_kk,
  sum((modified + deleted) * extracted) as sum_ke,
  sum(extracted * extracted) filter (where is_reviewed) as sum_ee,
  (sum(modified) + sum(deleted)) / sum(extracted) filter (where is_reviewed) as field_edit_rate,
  (sum(modified) + sum(deleted) + sum(added)) / (sum(editing_seconds) / 60) as edits_per_minute,
  quantile_cont(editing_seconds, 0.5) as editing_seconds_p50,
  quantile_cont(editing_seconds, 0.9) as editing_seconds_p90,
  quantile_cont(editing_seconds, 0.99) as editing_seconds_p99,
  sum(char_edits) / sum(char_length) as char_edit_rate,
  sum(ter_edits) / sum(ter_reference_words) as summary_ter
from revision
group by all
order by all
