-- Stores a document as a new version, unless it is the same as the latest one; see the function.
select
  stored.stored_version as version,
  redline.document_tag(stored.stored_version, :'digest'::bytea) as tag,
  stored.stored_at as created_at,
  stored.is_new,
  stored.refusal,
  coalesce(
    (
      select agreed.days from redline.agreed_days('export') agreed
      where agreed.owner = :'owner'::text
    ),
    redline.set_days('export')
  ) as export_days
from redline.store_document(
  of_owner => :'owner'::text,
  id => :'document_id'::text,
  content_digest => :'digest'::bytea,
  content => :'record'::json,
  type => :'document_type'::text,
  method => :'extraction_method'::text,
  confidence => :'extraction_confidence'::double precision,
  leaves => :'extracted'::integer,
  expected => :'expected'::text[]
) as stored
