-- Forgets which entries the seals of a pruned week had.
select redline.forget_audit_week(:'week'::date)
