-- Begins an erasure, or finds the one that is under way; none where nothing is held on the owner and
-- that is not to be erased.
select redline.begin_erasure(
  :'owner'::text, :'requested_by'::text, :'even_if_absent'::boolean
) as erasure_id
