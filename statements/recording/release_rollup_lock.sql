select pg_advisory_unlock(hashtextextended('redline roll-ups', 0))
