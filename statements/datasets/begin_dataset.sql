-- Registers a dataset before the first of its records is written.
insert into redline.dataset (dataset_id, path, shape, filters)
values (:'dataset_id'::uuid, :'path'::text, :'shape'::text, :'filters'::jsonb)
on conflict (dataset_id) do nothing
