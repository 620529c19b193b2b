-- Which tables an erasure removed rows from, so that their space is given to others at once.

alter table redline.erasure add column touched text[] not null default '{}';
comment on column redline.erasure.touched is
  'The tables and partitions that rows were removed from; they are vacuumed when it is finished.';

-- Removes rows of an owner who is out of the roll-ups, at most so many; how many they were. When
-- there are none left, the erasure is finished. Null where it was finished before.
create or replace function redline.erase_rows(erased uuid, most_rows integer) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  forgotten text;
  relation regclass;
  leaf regclass;
  gone bigint;
  total bigint := 0;
begin
  -- Nobody puts another partition in the place of one meanwhile.
  perform pg_advisory_xact_lock(hashtextextended('redline partitions', 0));
  select owner into forgotten from redline.erasure
  where erasure_id = erased and is_out_of_rollups and owner is not null
  for update;
  if forgotten is null then
    return null;
  end if;
  for relation in select * from redline.tables_of_owners() loop
    -- A table that is not partitioned has no tree.
    for leaf in
      select relid from pg_partition_tree(relation) where isleaf
      union all
      select relation where not exists (select from pg_partition_tree(relation))
    loop
      exit when total >= most_rows;
      execute format(
        'delete from %1$s where ctid = any (array('
        'select ctid from %1$s where owner = $1 limit $2))', leaf
      ) using forgotten, most_rows - total;
      get diagnostics gone = row_count;
      if gone > 0 then
        total := total + gone;
        update redline.erasure
        set
          removed = removed || jsonb_build_object(
            split_part(relation::text, '.', 2),
            coalesce((removed ->> split_part(relation::text, '.', 2))::bigint, 0) + gone
          ),
          touched = case
            when leaf::text = any (touched) then touched else touched || leaf::text
          end
        where erasure_id = erased;
      end if;
    end loop;
  end loop;
  if total = 0 then
    update redline.erasure set owner = null, finished_at = now() where erasure_id = erased;
  end if;
  return total;
end $$;
