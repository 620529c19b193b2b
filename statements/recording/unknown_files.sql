-- Those of these files that the database has no entry of.
select given.file_id
from unnest(:'files'::uuid[]) as given (file_id)
where not exists (
  select from redline.folder_file entry where entry.file_id = given.file_id
)
