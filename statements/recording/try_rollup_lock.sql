-- Whether this session may put records into the roll-ups: one at a time, whatever the process.
select pg_try_advisory_lock(hashtextextended('redline roll-ups', 0)) as is_held
