-- The report tool_health counts the errors of each tool, and asks for the place of one of each: the
-- index of what is counted leaves the places out, which were most of its bytes, so that it is read
-- and not the table also where there are many errors.
drop index redline.rollup_failure_by_tool;

create index rollup_failure_by_tool on redline.rollup_failure (day, tool, digest)
include (failures) where digest is not null;
