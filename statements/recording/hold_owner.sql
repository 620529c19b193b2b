-- Puts a legal hold on an owner.
select redline.hold_owner(:'owner'::text, :'reason'::text, :'placed_by'::text) as hold_id
