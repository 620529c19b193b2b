-- The second step of the actions that the trail knows: the entries of before keep to them, too.
alter table redline.audit_entry validate constraint audit_action_is_known;
