-- How many files there are in the folder, of how many bytes those are that rows name, and how many
-- are to be removed.
select folder.files, folder.due,
  (
    select coalesce(sum(content_length), 0)::bigint
    from redline.deliverable_file
    where file_id is not null
  ) as bytes
from redline.files_in_folder() folder
