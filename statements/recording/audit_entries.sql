-- The entries of the audit trail beside what the seals hold of them: those that only one side has,
-- too. The values come as the texts over which redline.audit_digest goes.
select
  member.number as seal,
  member.week,
  member.entry_id as sealed_id,
  encode(member.digest, 'hex') as sealed_digest,
  encode(pending.digest, 'hex') as pending_digest,
  entry.entry_id,
  (extract(epoch from entry.at) * 1000000)::bigint as at,
  entry.actor,
  entry.role,
  entry.action,
  array_to_string(entry.whose, ',') as whose,
  entry.source,
  entry.records,
  entry.query,
  entry.detail
from (
  select seal.number, to_char(seal.week, 'YYYY-MM-DD') as week, item.entry_id, item.digest
  from redline.audit_seal_member seal
  cross join lateral unnest(seal.entry_ids, seal.digests) as item (entry_id, digest)
) member
full join redline.audit_entry entry on entry.entry_id = member.entry_id
left join redline.audit_pending pending on pending.entry_id = entry.entry_id
order by coalesce(entry.entry_id, member.entry_id), entry.at
