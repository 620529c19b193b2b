-- Makes the partitions for records of a kind ('export' or 'interaction') of that time.
select redline.ensure_partitions(:'kind'::text, :'at'::timestamptz)
