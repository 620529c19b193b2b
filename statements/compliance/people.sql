-- The accounts with which the owner signed in to the pages.
select person_id, issuer, subject, role, created_at, signed_in_at
from redline.person
where owner = :'owner'::text
order by created_at, person_id
