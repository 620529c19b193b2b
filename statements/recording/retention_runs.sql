-- The last runs of retention, the newest first.
select started_at, finished_at, run_by, weeks, removed, contents, freed_bytes
from redline.retention_run
order by run_id desc
limit 10
