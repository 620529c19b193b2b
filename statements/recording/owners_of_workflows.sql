-- Whose workflows are, by their ids alone; several owners may use the same id.
select workflow_id, min(owner) as first_owner, max(owner) as last_owner
from redline.workflow
where workflow_id = any (:'workflow_id'::uuid[])
group by workflow_id
order by workflow_id
