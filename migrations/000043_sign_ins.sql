-- Who is signed in to the pages.
--
-- A sign-in is made with an API key and is known by a random token, of which its SHA-256 alone is
-- kept. It opens what the key opens, and ends with it.

create table redline.sign_in (
  token_hash bytea not null,
  key_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint sign_in_pkey primary key (token_hash),
  constraint sign_in_key_exists foreign key (key_id) references redline.api_key on delete cascade,
  constraint token_hash_is_sha256 check (length(token_hash) = 32),
  constraint sign_in_ends_after_it_began check (expires_at > created_at)
);

-- What ends with a key, and what has run out.
create index sign_in_by_key on redline.sign_in (key_id);
create index sign_in_by_end on redline.sign_in (expires_at);

comment on table redline.sign_in is
  'Who is signed in to the pages, by the SHA-256 of a token that the browser has.';
