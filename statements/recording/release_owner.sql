-- Releases a hold of an owner, or all of them where none is named.
select redline.release_owner(
  :'owner'::text, nullif(:'hold_id'::text, '')::uuid, :'released_by'::text
) as released
