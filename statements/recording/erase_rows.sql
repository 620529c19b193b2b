-- Removes rows of an owner who is being erased; none are left where it gives 0, and it was finished
-- before where it gives nothing.
select redline.erase_rows(:'erasure_id'::uuid, :'most_rows'::integer) as removed
