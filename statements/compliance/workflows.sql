-- An owner's exports, each in a line.
select workflow_id, started_at, kept_from
from redline.workflow
where owner = :'owner'::text
order by workflow_id
