-- The files of an owner's exports. The content of one that lies in the folder is put in from there.
select
  workflow_id, revision, workflow_started_at, created_at, kept_from, filename, mime_type,
  content_hash, file_id, content_length,
  translate(encode(content, 'base64'), E'\n', '') as content
from redline.deliverable_file
where owner = :'owner'::text
order by workflow_started_at, workflow_id, revision, content_hash
