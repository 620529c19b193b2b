-- Large values are compressed by LZ4 where the server has it, which takes a fraction of the time of
-- PostgreSQL's own method; both are read alike.
select set_config('default_toast_compression', 'lz4', false)
from pg_settings
where name = 'default_toast_compression' and 'lz4' = any (enumvals)
