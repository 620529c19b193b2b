-- Holds a file of the folder that no row came to name until the transaction ends, to be removed; false
-- where a row names it.
select redline.release_begun_file(:'owner'::text, :'file_id'::uuid) as is_due
