-- Counts all records afresh.
select redline.rebuild_rollups()
