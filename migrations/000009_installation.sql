-- Which database this is: what waits for it elsewhere, as in a spool, must not end up in another one.
create table redline.installation (
  id uuid not null default gen_random_uuid(),
  is_only boolean not null default true,
  constraint installation_pkey primary key (is_only),
  constraint installation_is_one check (is_only)
);

insert into redline.installation default values;
