-- Takes an owner who is being erased out of the roll-ups.
select redline.erase_in_rollups(:'erasure_id'::uuid)
