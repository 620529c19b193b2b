-- Drops a partition that was taken out, and the entries that say where its records lay.
select redline.drop_retired(:'part'::text) as removed
