-- API keys, and the requests that named an Idempotency-Key.

create table redline.api_key (
  key_id uuid primary key default gen_random_uuid(),
  key_hash bytea not null,
  name text not null,
  role text not null,
  owner text,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  constraint key_hash_is_unique unique (key_hash),
  constraint key_hash_is_sha256 check (length(key_hash) = 32),
  constraint key_name_in_range check (length(name) between 1 and 200),
  constraint role_is_known
    check (role in ('recorder', 'owner', 'analyst', 'miner', 'compliance', 'admin')),
  constraint owner_role_names_its_owner check ((role = 'owner') = (owner is not null))
);

comment on table redline.api_key is
  'A key is kept as its SHA-256 and shown once, when it is made.';

-- What was fixed when a request with an Idempotency-Key was accepted: the id and the time of its
-- record. A retry is given the same ones, and so meets the record that is stored already.
create table redline.idempotency_key (
  owner text not null,
  idempotency_key text not null,
  digest bytea not null,
  record_id text not null,
  accepted_at timestamptz not null,
  constraint idempotency_key_pkey primary key (owner, idempotency_key),
  constraint idempotency_key_in_range check (length(idempotency_key) between 1 and 255),
  constraint digest_is_16_bytes check (length(digest) = 16)
);

alter table redline.idempotency_key enable row level security;
create policy recorder_writes on redline.idempotency_key to redline_recorder
  using (true) with check (true);
grant select, insert, update, delete on redline.idempotency_key to redline_recorder;
