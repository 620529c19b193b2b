-- The files that are to be removed from the folder, of an owner or of all (empty), at most so many.
select owner, file_id
from redline.files_due(
  :'folder_id'::uuid, nullif(:'owner'::text, ''), :'most'::integer
)
