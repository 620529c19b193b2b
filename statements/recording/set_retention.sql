-- Sets how long records of a kind are kept.
select redline.set_retention(:'kind'::text, :'days'::integer)
