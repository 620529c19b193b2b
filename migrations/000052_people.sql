-- People who sign in to the pages with an account elsewhere (OpenID Connect), in place of a key.
--
-- A person is who an issuer says they are. What they may do, and whose records they see, is what
-- their account said when they last signed in: it holds for all of their sign-ins.

create table redline.person (
  person_id uuid not null default gen_random_uuid(),
  issuer text not null,
  subject text not null,
  role text not null,
  owner text,
  created_at timestamptz not null default now(),
  signed_in_at timestamptz not null default now(),
  constraint person_pkey primary key (person_id),
  constraint person_is_one_account unique (issuer, subject),
  constraint issuer_in_range check (length(issuer) between 1 and 2000),
  constraint subject_in_range check (length(subject) between 1 and 255),
  constraint person_role_is_known
    check (role in ('owner', 'analyst', 'miner', 'compliance', 'admin')),
  constraint person_owner_is_valid check (length(owner) between 1 and 254),
  constraint person_of_role_owner_has_an_owner check (role <> 'owner' or owner is not null)
);

create index person_by_owner on redline.person (owner);
create index person_by_time on redline.person (signed_in_at);

comment on table redline.person is
  'Accounts with which people signed in to the pages, as their issuer knows them.';
comment on column redline.person.owner is
  'Whose name the account has as an owner of records; it limits the role owner alone.';

-- A sign-in is a key's or a person's.
alter table redline.sign_in alter column key_id drop not null;
alter table redline.sign_in add column person_id uuid;
alter table redline.sign_in add constraint sign_in_person_exists
  foreign key (person_id) references redline.person on delete cascade;
alter table redline.sign_in add constraint sign_in_is_of_key_or_person
  check (num_nonnulls(key_id, person_id) = 1);
create index sign_in_by_person on redline.sign_in (person_id);

-- What comes back from an issuer counts once: its state is kept here, whatever became of the sign-in,
-- for as long as it could be brought again.
create table redline.returned_state (
  state_hash bytea not null,
  expires_at timestamptz not null,
  constraint returned_state_pkey primary key (state_hash),
  constraint state_hash_is_sha256 check (length(state_hash) = 32)
);

create index returned_state_by_end on redline.returned_state (expires_at);

comment on table redline.returned_state is
  'Sign-ins with an account elsewhere that came back, by the SHA-256 of their state.';

alter table redline.audit_entry drop constraint audit_action_is_known;
alter table redline.audit_entry add constraint audit_action_is_known check (action in (
  'read_history', 'read_workflow', 'read_interactions', 'search_interactions',
  'read_documents', 'read_document', 'read_deliverable',
  'read_corrections', 'export_corrections', 'report_content', 'read_refused',
  'export_owner', 'erase_owner', 'hold_owner', 'release_owner', 'readmit_owner',
  'set_retention', 'run_retention', 'create_key', 'revoke_key', 'list_keys',
  'list_people', 'sign_out_person',
  'read_audit', 'verify_audit', 'anchor_audit', 'prune_audit',
  'migrate', 'rebuild_rollups', 'retry_refused', 'discard_refused'
)) not valid;
