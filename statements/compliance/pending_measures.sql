-- Stages of an owner that are still to be measured.
select workflow_id, revision, stage, since, kept_from, tries
from redline.pending_measure
where owner = :'owner'::text
order by workflow_id, revision, stage
