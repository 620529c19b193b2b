-- The patterns that at least so many owners made in a time: field, change type and class.
select field, change_type, pattern
from redline.correction
where redline.is_kept(
    owner, kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
  and (:'from'::text = '' or workflow_started_at >= nullif(:'from'::text, '')::timestamptz)
  and (:'to'::text = '' or workflow_started_at < nullif(:'to'::text, '')::timestamptz)
group by field, change_type, pattern
having count(distinct owner) >= :'min_owners'::bigint
order by field, change_type, pattern
