-- Sign-ins on a network that is trusted to say whose a request is (X-User-Id).
--
-- Whom it named when a sign-in began is kept with it, whatever it was made with: where another one
-- is named, or nobody, the browser is no longer that person's, and the sign-in opens nothing. One
-- that has neither key nor account was made by the name alone.

alter table redline.sign_in add column owner text;
alter table redline.sign_in add constraint sign_in_owner_is_valid
  check (length(owner) between 1 and 254);
alter table redline.sign_in drop constraint sign_in_is_of_key_or_person;
alter table redline.sign_in add constraint sign_in_is_of_somebody check (
  num_nonnulls(key_id, person_id) = 1
  or num_nonnulls(key_id, person_id) = 0 and owner is not null
);
create index sign_in_by_owner on redline.sign_in (owner);

comment on column redline.sign_in.owner is
  'Whom a trusted network named when the sign-in began; null where it named nobody.';
