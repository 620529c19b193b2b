-- Makes the partitions of this week and of the coming ones.
select redline.make_partitions_ahead()
