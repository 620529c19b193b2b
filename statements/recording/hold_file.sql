-- Holds a file that was begun until the transaction ends; false where it is to be removed already.
select redline.hold_file(:'owner'::text, :'file_id'::uuid) as is_held
