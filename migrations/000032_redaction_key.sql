-- Which key the placeholders in the place of personal data are made with: its fingerprint, so that
-- no server takes another key unnoticed. The key itself is never in the database.
create table redline.redaction_key (
  fingerprint text not null,
  first_used_at timestamptz not null default now(),
  is_only boolean not null default true,
  constraint redaction_key_pkey primary key (is_only),
  constraint redaction_key_is_one check (is_only),
  constraint fingerprint_is_hexadecimal check (fingerprint ~ '^[0-9a-f]{32}$')
);

comment on table redline.redaction_key is
  'The fingerprint of the key with which personal data are replaced before they are recorded; '
  'no row where that was never switched on.';

-- Notes the key where there is none yet, and gives the one that is noted.
create function redline.claim_redaction_key(claimed text) returns text
  language plpgsql security definer
  set search_path = pg_catalog
as $$
declare
  noted text;
begin
  insert into redline.redaction_key (fingerprint) values (claimed) on conflict do nothing;
  select fingerprint into noted from redline.redaction_key;
  return noted;
end $$;

create function redline.replace_redaction_key(taken text) returns void
  language sql security definer
  set search_path = pg_catalog
begin atomic
  insert into redline.redaction_key (fingerprint) values (taken)
  on conflict (is_only) do update
  set fingerprint = excluded.fingerprint, first_used_at = now()
  where redaction_key.fingerprint <> excluded.fingerprint;
end;

revoke execute on function
  redline.claim_redaction_key(text), redline.replace_redaction_key(text)
from public;
