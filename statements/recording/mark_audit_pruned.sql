-- Marks in the chain that the weeks before a time are dropped.
select redline.mark_audit_pruned(:'before'::timestamptz) as week
