-- A version of a document, the latest where none is named (empty). Where the owner is not named, and
-- several have such a document, two of them.
select distinct on (owner)
  owner, document_id, version, created_at, kept_from, record,
  redline.document_tag(version, digest) as tag
from redline.document
where document_id = :'document_id'::text
  and (:'owner'::text = '' or owner = :'owner'::text)
  and case
    when :'version'::text = '' then superseded_at is null
    else version = nullif(:'version'::text, '')::integer
  end
  and (redline.is_kept(
      owner, kept_from, (select redline.kept_since('export')),
      (select redline.agreed_since('export'))
    )
    or owner = any ((select redline.held_owners())::text[]))
order by owner, created_at desc
limit 2
