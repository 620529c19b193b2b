-- Whether whoever is logged in sees each entry of a file: to others row-level security shows none,
-- and all files would look as if nobody knew of them.
select (select count(*) from redline.folder_file)
  = (select files from redline.files_in_folder()) as sees_all
