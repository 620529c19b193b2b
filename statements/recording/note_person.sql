-- Notes what an account says of a person, and forgets people who have not signed in for so many
-- days.
with forgotten as (
  delete from redline.person
  where signed_in_at < now() - make_interval(days => :'days'::integer)
    and (issuer, subject) <> (:'issuer'::text, :'subject'::text)
)
insert into redline.person (issuer, subject, role, owner)
values (:'issuer'::text, :'subject'::text, :'role'::text, nullif(:'owner'::text, ''))
on conflict (issuer, subject) do update
set role = excluded.role, owner = excluded.owner, signed_in_at = now()
returning person_id
