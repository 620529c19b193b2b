-- Registers records of a dataset; those that are there already stay.
insert into redline.dataset_record (owner, dataset_id, kind, record_id)
select owner, :'dataset_id'::uuid, kind, record_id
from unnest(:'owner'::text[], :'kind'::text[], :'record_id'::text[])
  as record (owner, kind, record_id)
on conflict do nothing
