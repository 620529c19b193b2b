-- The corrections that were found in a batch of modifications.
insert into redline.correction (
  owner, workflow_started_at, workflow_id, revision, ordinal, kept_from, field, original_path,
  modified_path, change_type, pattern, original, modified, original_length, modified_length,
  edit_distance, reason, original_key
)
select *
from unnest(
  :'owner'::text[], :'workflow_started_at'::timestamptz[], :'workflow_id'::uuid[],
  :'revision'::smallint[], :'ordinal'::integer[], :'kept_from'::timestamptz[], :'field'::text[],
  :'original_path'::text[], :'modified_path'::text[], :'change_type'::text[], :'pattern'::text[],
  :'original'::json[], :'modified'::json[], :'original_length'::integer[],
  :'modified_length'::integer[], :'edit_distance'::integer[], :'reason'::text[],
  :'original_key'::bigint[]
)
