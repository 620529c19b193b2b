-- Seals the entries of the audit trail that have been committed; how many.
select redline.seal_audit(:'wait'::boolean) as sealed
