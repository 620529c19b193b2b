-- Takes a week out of its tables, but for what has to stay; the bytes that this frees, 0 where it is
-- left as it is.
select redline.retire_week(:'kind'::text, :'week'::date) as bytes
