-- Ends all sign-ins of a person; nothing where there is no such person.
with ended as (
  delete from redline.sign_in where person_id::text = :'person_id'::text
  returning 1
)
select owner, (select count(*) from ended) as sign_ins
from redline.person
where person_id::text = :'person_id'::text
