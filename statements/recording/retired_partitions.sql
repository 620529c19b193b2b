-- The partitions that were taken out and are to be dropped, in that order.
select part from redline.retired_partitions() as part
