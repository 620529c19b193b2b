-- Less work for each transaction that records.

-- The last message of a thread beside its place. A message that comes in is compared with it, and
-- looking it up in redline.interaction made PostgreSQL lock and open every partition there is, for
-- one row. A message that is long stays there alone.
--
-- It is the message of last_at only where last_message_at says the same: a redline from before this
-- migration moves last_at and knows nothing of the others. Nobody but the recorder reads it here: it
-- is the interaction's, and is seen as long as that.
alter table redline.thread
  add column last_message text,
  add column last_message_at timestamptz;

comment on column redline.thread.last_message is
  'The message of last_at, where last_message_at is the same and it is short; for the recorder alone.';

revoke select on redline.thread
  from redline_owner, redline_miner, redline_compliance, redline_admin;
grant select (owner, thread_id, last_at, last_id, recorded_at) on redline.thread
  to redline_owner, redline_miner, redline_compliance, redline_admin;

-- Whether anybody is being erased or ever was: where not, nobody has to be looked for among them. To
-- ask it holds the lock that an erasure waits for, as redline.refused_owners does.
create view redline.any_erasure as
select exists (select from redline.erasure) as is_known;

comment on view redline.any_erasure is
  'Whether anybody is being erased or ever was.';

grant select on redline.any_erasure to redline_recorder;
