-- What has become of a dataset.
update redline.dataset
set files = :'files'::jsonb, records = :'records'::bigint, finished_at = now()
where dataset_id = :'dataset_id'::uuid
