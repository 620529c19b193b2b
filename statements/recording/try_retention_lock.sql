-- Whether this session may run retention: one at a time, whatever the process.
select pg_try_advisory_lock(hashtextextended('redline retention', 0)) as is_held
