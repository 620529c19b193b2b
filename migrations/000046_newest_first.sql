-- Everybody's newest exports and interactions: lists of all owners begin there.
--
-- The records themselves lie by owner, in partitions; an index by time on each of those would cost
-- with every record. These tables have a row a workflow and one an interaction, in one piece, and
-- what comes in is nearly always the newest: it goes to the right edge of the index.

create index workflow_by_time on redline.workflow (started_at);
create index interaction_key_by_time on redline.interaction_key (occurred_at);
