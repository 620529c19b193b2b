-- What the audit trail tells of an owner: who saw or changed what is held.
select at, actor, role, action, source, records
from redline.audit_entry
where whose @> array[redline.owner_digest(:'owner'::text)]
order by at, entry_id
