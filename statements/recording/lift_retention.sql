-- Lifts an owner's own time; whether they had one.
select redline.lift_retention(:'owner'::text, :'kind'::text) as lifted
