-- The entries that are there keep to the longer list of actions, as they did to the shorter one.
alter table redline.audit_entry validate constraint audit_action_is_known;
