-- Notes the folder of files where there is none yet, and gives the one that is noted; an empty id asks
-- for it alone.
select redline.claim_files_folder(nullif(:'folder_id'::text, '')::uuid) as folder_id
