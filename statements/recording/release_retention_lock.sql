select pg_advisory_unlock(hashtextextended('redline retention', 0))
