-- The report tool_health asks for the most frequent error of each tool: from an index, without the
-- owners that each row of the roll-up has beside it, which are most of its bytes.
create index rollup_failure_by_tool on redline.rollup_failure (day, tool, digest)
include (failures, earliest) where digest is not null;
