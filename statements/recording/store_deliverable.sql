-- Keeps a file of a workflow that is recorded, unless it is kept already; the hash of what was kept.
-- Its content lies here, or in the folder under the id that is given (empty: here). It is kept as
-- long as its workflow; of owners who are erased nothing is.
insert into redline.deliverable_file (
  owner, workflow_started_at, workflow_id, revision, content_hash, created_at, kept_from, filename,
  mime_type, content, file_id, content_length
)
select
  place.owner, place.started_at, place.workflow_id, :'revision'::smallint, :'content_hash'::text,
  now(), place.kept_from, :'filename'::text, :'mime_type'::text, :'content'::bytea,
  :'file_id'::uuid, :'content_length'::integer
from redline.workflow place
where place.owner = :'owner'::text
  and place.workflow_id = :'workflow_id'::uuid
  and not exists (select from redline.refused_owners(array[:'owner'::text]))
on conflict do nothing
returning content_hash
