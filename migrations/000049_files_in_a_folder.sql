-- Contents of files can lie in a folder in place of the database.
--
-- A row of redline.deliverable_file says where its content lies, and decides: what no row names
-- goes. Each file of the folder has an entry in redline.folder_file before it is there, and until it
-- is gone, so that nothing lies in the folder that the database does not know of: it is begun, kept
-- once a row names it, and due once none does any more. Rows go by DELETE, where a trigger says that
-- their files are due, and with the partition of a week, of which redline.drop_retired() says it.
-- The processes that have the folder remove what is due, and forget it then.

-- Which folder it is: by an id that lies in the folder as well, so that no server takes another.
create table redline.files_folder (
  folder_id uuid not null,
  claimed_at timestamptz not null default now(),
  is_only boolean not null default true,
  constraint files_folder_pkey primary key (is_only),
  constraint files_folder_is_one check (is_only)
);
comment on table redline.files_folder is
  'The id of the folder that contents of files lie in; no row where there never was one.';

create table redline.folder_file (
  owner text not null,
  file_id uuid not null default gen_random_uuid(),
  state text not null default 'begun',
  noted_at timestamptz not null default now(),
  tried_at timestamptz,
  constraint folder_file_pkey primary key (owner, file_id),
  constraint folder_file_owner_is_valid check (length(owner) between 1 and 254),
  constraint state_is_known check (state in ('begun', 'kept', 'due'))
);
create index folder_file_unnamed on redline.folder_file (tried_at nulls first, noted_at)
  where state <> 'kept';
comment on table redline.folder_file is
  'The files of the folder: being written, named by a row, or to be removed.';
comment on column redline.folder_file.tried_at is 'When it could not be removed, the last time.';
alter table redline.folder_file enable row level security;

alter table redline.deliverable_file
  alter column content drop not null,
  add column file_id uuid,
  add column content_length integer,
  add constraint content_lies_in_one_place check (
    (content is null) = (file_id is not null) and (file_id is null) = (content_length is null)
  ),
  add constraint content_length_not_negative check (content_length >= 0),
  add constraint content_hash_is_sha256 check (content_hash ~ '^sha256:[0-9a-f]{64}$');
comment on column redline.deliverable_file.content is
  'The file, to the byte; null where it lies in the folder.';
comment on column redline.deliverable_file.file_id is
  'By which the file is known in the folder; null where the content lies here.';

-- A row names a file that was begun for its owner, and that no other row names.
create function redline.name_file() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog
as $$
begin
  update redline.folder_file set state = 'kept'
  where owner = new.owner and file_id = new.file_id and state = 'begun';
  if not found then
    raise exception 'no such file was begun for this owner' using errcode = 'RL004';
  end if;
  return null;
end $$;
create trigger file_is_named after insert on redline.deliverable_file
  for each row when (new.file_id is not null) execute function redline.name_file();

create function redline.release_file() returns trigger
  language plpgsql security definer
  set search_path = pg_catalog
as $$
begin
  update redline.folder_file set state = 'due'
  where owner = old.owner and file_id = old.file_id;
  return null;
end $$;
create trigger file_is_released after delete on redline.deliverable_file
  for each row when (old.file_id is not null) execute function redline.release_file();

-- Notes the folder where there is none yet, and gives the one that is noted; null only asks for it.
create function redline.claim_files_folder(claimed uuid) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  noted uuid;
begin
  if claimed is not null then
    insert into redline.files_folder (folder_id) values (claimed) on conflict do nothing;
  end if;
  select folder_id into noted from redline.files_folder;
  return noted;
end $$;

create function redline.require_files_folder(folder uuid) returns void
  language plpgsql stable security definer
  set search_path = pg_catalog
as $$
begin
  if folder is distinct from (select folder_id from redline.files_folder) then
    raise exception 'this is not the folder that the database knows' using errcode = 'RL003';
  end if;
end $$;

-- Notes a file that is about to be written; null where nothing is kept of the owner any more.
create function redline.begin_file(folder uuid, of_owner text) returns uuid
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  begun uuid;
begin
  perform redline.require_files_folder(folder);
  if exists (select from redline.refused_owners(array[of_owner])) then
    return null;
  end if;
  insert into redline.folder_file (owner) values (of_owner) returning file_id into begun;
  return begun;
end $$;

-- Holds a file that was begun until the transaction ends, so that nobody removes it while it is
-- written; false where it is to be removed already.
create function redline.hold_file(of_owner text, begun uuid) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog
as $$
begin
  perform from redline.folder_file
  where owner = of_owner and file_id = begun and state = 'begun'
  for update;
  return found;
end $$;

-- Says that a file that was begun is due, because no row came to name it; false where one did.
create function redline.release_begun_file(of_owner text, begun uuid) returns boolean
  language plpgsql security definer
  set search_path = pg_catalog
as $$
begin
  update redline.folder_file set state = 'due'
  where owner = of_owner and file_id = begun and state <> 'kept';
  return found;
end $$;

-- The files that are to be removed, of one owner or of all (null), held until the transaction
-- ends; those last that could not be removed before. One that was begun and that nobody writes any
-- more is one of them after ten minutes.
create function redline.files_due(folder uuid, of_owner text, most integer)
  returns table (owner text, file_id uuid)
  language plpgsql security definer
  set search_path = pg_catalog
as $$
begin
  perform redline.require_files_folder(folder);
  return query
    select entry.owner, entry.file_id
    from redline.folder_file entry
    where entry.state <> 'kept'
      and (entry.state = 'due' or entry.noted_at < now() - interval '10 minutes')
      and (of_owner is null or entry.owner = of_owner)
    order by entry.tried_at nulls first, entry.noted_at
    limit most
    for update skip locked;
end $$;

-- Forgets files that are gone from the folder; how many they were. The receipt of an erasure that
-- is under way counts them.
create function redline.forget_files(gone uuid[], of_owners text[]) returns integer
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  forgotten integer;
begin
  with removed as (
    delete from redline.folder_file entry
    using unnest(of_owners, gone) as given (owner, file_id)
    where entry.owner = given.owner and entry.file_id = given.file_id and entry.state <> 'kept'
    returning entry.owner
  ), counted as (
    update redline.erasure receipt
    set removed = receipt.removed || jsonb_build_object(
      'folder_file', coalesce((receipt.removed ->> 'folder_file')::bigint, 0) + sums.files
    )
    from (select removed.owner, count(*) as files from removed group by removed.owner) sums
    where receipt.owner = sums.owner
  )
  select count(*) into forgotten from removed;
  return forgotten;
end $$;

-- Notes that files could not be removed: others are tried before them.
create function redline.put_off_files(left_over uuid[], of_owners text[]) returns void
  language sql security definer
  set search_path = pg_catalog
begin atomic
  update redline.folder_file entry set tried_at = clock_timestamp()
  from unnest(of_owners, left_over) as given (owner, file_id)
  where entry.owner = given.owner and entry.file_id = given.file_id;
end;

-- What there is of files in the folder: how many, of how many something remains to be done, since
-- when that waits, and whether an erasure waits for it.
create function redline.files_in_folder(
  out files bigint, out due bigint, out due_since timestamptz, out folder_id uuid
)
  language sql stable security definer
  set search_path = pg_catalog
begin atomic
  select
    (select count(*) from redline.folder_file),
    (select count(*) from redline.folder_file where state = 'due'),
    (select min(noted_at) from redline.folder_file where state = 'due' and tried_at is not null),
    (select files_folder.folder_id from redline.files_folder);
end;

-- Puts something in the place of something else in the definition of a function.
create or replace function pg_temp.reword(routine regprocedure, known text, instead text)
  returns void
  language plpgsql
as $$
declare
  definition text := pg_get_functiondef(routine);
begin
  if strpos(definition, known) = 0 then
    raise exception '% has no "%"', routine, known;
  end if;
  execute replace(definition, known, instead);
end $$;

-- What went with a week is due, but for what stayed of it.
select pg_temp.reword(
  'redline.drop_retired(text)',
  'execute format(''drop table redline.%I'', retired);',
  'if retired like ''%\_deliverable\_file\_%'' then
    execute format(
      ''update redline.folder_file entry set state = ''''due'''' from redline.%I gone ''
      ''where entry.owner = gone.owner and entry.file_id = gone.file_id and not exists (''
      ''  select from redline.deliverable_file stayed ''
      ''  where stayed.owner = gone.owner and stayed.workflow_id = gone.workflow_id ''
      ''    and stayed.workflow_started_at = gone.workflow_started_at ''
      ''    and stayed.revision = gone.revision and stayed.content_hash = gone.content_hash)'',
      retired
    );
  end if;
  execute format(''drop table redline.%I'', retired);'
);

-- The entries of an owner stay until their files are gone, whoever has the folder.
create or replace function redline.tables_of_owners() returns setof regclass
  language sql stable
  set search_path = pg_catalog
begin atomic
  select class.oid::regclass
  from pg_class class
  join pg_attribute attribute on attribute.attrelid = class.oid
  where class.relnamespace = 'redline'::regnamespace
    and class.relkind in ('r', 'p')
    and not class.relispartition
    and attribute.attname = 'owner'
    and attribute.atttypid = 'text'::regtype
    and class.relname not in ('erasure', 'folder_file')
  order by class.relname in ('workflow', 'interaction_key', 'rollup_owner'), class.relname;
end;

select pg_temp.reword(
  'redline.holds_anything_of(text)',
  'return false;',
  'return exists (select from redline.folder_file where owner = asked);'
);

-- Of an erasure -1 says that no row is left, and files in the folder are.
select pg_temp.reword(
  'redline.erase_rows(uuid, integer)',
  'if total = 0 then',
  'if total = 0 then
    update redline.folder_file set state = ''due'' where owner = forgotten and state <> ''due'';
    if exists (select from redline.folder_file where owner = forgotten) then
      return -1;
    end if;'
);

create function redline.files_of_erasure(erased uuid) returns bigint
  language sql stable security definer
  set search_path = pg_catalog
  return (
    select count(*)
    from redline.erasure
    join redline.folder_file on folder_file.owner = erasure.owner
    where erasure_id = erased
  );

drop function pg_temp.reword(regprocedure, text, text);

revoke execute on function
  redline.name_file(), redline.release_file(), redline.claim_files_folder(uuid),
  redline.require_files_folder(uuid), redline.begin_file(uuid, text),
  redline.hold_file(text, uuid), redline.release_begun_file(text, uuid),
  redline.files_due(uuid, text, integer), redline.forget_files(uuid[], text[]),
  redline.put_off_files(uuid[], text[]), redline.files_in_folder(), redline.files_of_erasure(uuid)
from public;
grant execute on function redline.begin_file(uuid, text), redline.hold_file(text, uuid)
to redline_recorder;
grant execute on function
  redline.claim_files_folder(uuid), redline.files_due(uuid, text, integer),
  redline.release_begun_file(text, uuid), redline.forget_files(uuid[], text[]),
  redline.put_off_files(uuid[], text[]), redline.files_in_folder(), redline.files_of_erasure(uuid)
to redline_compliance, redline_admin;
