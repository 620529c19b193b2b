-- The people who signed in with an account elsewhere, the latest first.
select person_id, issuer, subject, role, owner, created_at, signed_in_at,
  (
    select count(*) from redline.sign_in
    where sign_in.person_id = person.person_id and sign_in.expires_at > now()
  ) as sign_ins
from redline.person
order by signed_in_at desc, person_id
