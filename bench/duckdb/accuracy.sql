select
  strftime(workflow_started_at, '%Y-%m-%d') as "day",
  count(*) as reviews,
  count(*) filter (where modified + deleted + added = 0) / count(*) as document_accuracy,
  (sum(extracted) - sum(modified) - sum(deleted)) / sum(extracted) as precision,
  (sum(extracted) - sum(modified) - sum(deleted)) / (sum(extracted) - sum(deleted) + sum(added))
    as recall,
  avg(reported_accuracy) as reported_accuracy,
  avg(reported_quality) as reported_quality,
  avg(final_confidence - initial_confidence) as confidence_gain
from revision
where revision = 1 and is_reviewed
group by all
order by all
