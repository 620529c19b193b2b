-- Entries of the audit trail, the newest first: a page of them. See export_history about the last
-- place.
select entry_id, at, actor, role, action, array_to_string(whose, ' ') as whose, source, records,
  query, detail
from redline.audit_entry
where (:'owner'::text = '' or redline.owner_digest(:'owner'::text) = any (whose))
  and (:'action'::text = '' or action = :'action'::text)
  and (:'actor'::text = '' or actor = :'actor'::text)
  and (:'from'::text = '' or at >= nullif(:'from'::text, '')::timestamptz)
  and (:'to'::text = '' or at < nullif(:'to'::text, '')::timestamptz)
  and (:'last_at'::text = '' or at <= nullif(:'last_at'::text, '')::timestamptz)
  and (
    :'last_at'::text = ''
    or (at, entry_id)
      < (nullif(:'last_at'::text, '')::timestamptz, nullif(:'last_id'::text, '')::bigint)
  )
order by at desc, entry_id desc
limit :'limit'::bigint offset :'offset'::bigint
