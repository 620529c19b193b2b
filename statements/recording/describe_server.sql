-- What the server and this session are, as far as records depend on it.
select
  current_setting('server_version') as version,
  current_setting('server_version_num')::integer as version_number,
  current_database() as database,
  current_user as login,
  pg_is_in_recovery() as is_standby,
  current_setting('transaction_read_only')::boolean as is_read_only,
  current_setting('fsync') as fsync,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('full_page_writes') as full_page_writes,
  exists (
    select
    from pg_class relation
    join pg_namespace schema on schema.oid = relation.relnamespace
    where schema.nspname = 'redline' and relation.relname = 'partition_week'
  ) as has_partitions,
  exists (
    select
    from pg_class relation
    join pg_namespace schema on schema.oid = relation.relnamespace
    where schema.nspname = 'redline' and relation.relname = 'pending_measure'
  ) as has_pending_measures,
  exists (
    select
    from pg_class relation
    join pg_namespace schema on schema.oid = relation.relnamespace
    where schema.nspname = 'redline' and relation.relname = 'rollup_state'
  ) as has_rollups,
  exists (
    select
    from pg_class relation
    join pg_namespace schema on schema.oid = relation.relnamespace
    where schema.nspname = 'redline' and relation.relname = 'folder_file'
  ) as has_files_folder
