-- Notes a file that is about to be written into the folder; null where nothing is kept of the owner.
select redline.begin_file(:'folder_id'::uuid, :'owner'::text) as file_id
