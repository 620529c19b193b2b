-- A page of corrections with their context, in the order of their key: by owner, then from the oldest
-- on. Empty parameters are none.
--
-- The page is taken from the corrections' own index first, and only then the context of the few
-- workflows in it is looked up; what the context leaves out comes back without its content
-- (is_match), so that the reader knows how far the page went. A page also ends before its values
-- are more than so many bytes together; its first row always comes.
with page as materialized (
  select
    owner, workflow_started_at, workflow_id, revision, ordinal, field, original_path,
    modified_path, change_type, pattern, original, modified, reason
  from redline.correction
  where redline.is_kept(
      owner, kept_from, (select redline.kept_since('export')),
      (select redline.agreed_since('export'))
    )
    and (:'owner'::text = '' or owner = :'owner'::text)
    and (:'from'::text = '' or workflow_started_at >= nullif(:'from'::text, '')::timestamptz)
    and (:'to'::text = '' or workflow_started_at < nullif(:'to'::text, '')::timestamptz)
    and (:'field'::text = '' or field ~ :'field'::text)
    and (:'change_type'::text = '' or change_type = :'change_type'::text)
    and (:'pattern'::text = '' or pattern = :'pattern'::text)
    and (
      :'min_owners'::integer <= 1
      or (field, change_type, pattern) in (
        select * from unnest(
          :'support_field'::text[], :'support_change'::text[], :'support_pattern'::text[]
        )
      )
    )
    and (
      :'last_owner'::text = ''
      or (owner, workflow_started_at, workflow_id, revision, ordinal) > (
        :'last_owner'::text, nullif(:'last_started'::text, '')::timestamptz,
        nullif(:'last_workflow'::text, '')::uuid, :'last_revision'::smallint,
        :'last_ordinal'::integer
      )
    )
  order by owner, workflow_started_at, workflow_id, revision, ordinal
  limit :'limit'::bigint
),
context as materialized (
  select review.*, stages.*
  from (select distinct owner, workflow_started_at, workflow_id, revision from page) review
  cross join lateral (
    select
      (array_agg(document_id order by stage.revision) filter (where stage = 1))[1] as document_id,
      (array_agg(document_type order by stage.revision) filter (where stage = 1))[1]
        as document_type,
      (array_agg(extraction_method order by stage.revision) filter (where stage = 1))[1]
        as extraction_method,
      coalesce(
        max(model) filter (where stage = 1 and stage.revision = review.revision),
        (array_agg(model order by stage.revision) filter (where stage = 1))[1]
      ) as model,
      coalesce(
        max(confidence) filter (where stage = 1 and stage.revision = review.revision),
        (array_agg(confidence order by stage.revision) filter (where stage = 1))[1]
      ) as confidence,
      max(template) filter (where stage = 2 and stage.revision = review.revision) as template,
      min(occurred_at) filter (where stage = 2 and stage.revision = review.revision)
        as reviewed_at,
      max(recorded_at) filter (where stage = 2 and stage.revision = review.revision)
        as recorded_at
    from redline.export_stage stage
    where stage.owner = review.owner
      and stage.workflow_started_at = review.workflow_started_at
      and stage.workflow_id = review.workflow_id
      and stage.revision <= review.revision
      and stage in (1, 2)
      and redline.is_kept(
          stage.owner, stage.kept_from, (select redline.kept_since('export')),
          (select redline.agreed_since('export'))
        )
  ) stages
),
matched as (
  select
    page.*, document_id, document_type, extraction_method, model, confidence, template,
    reviewed_at,
    coalesce(
      (:'document_type'::text = '' or document_type = :'document_type'::text)
        and (:'model'::text = '' or model = :'model'::text)
        and (
          :'extraction_method'::text = '' or extraction_method = :'extraction_method'::text
        )
        and (:'template'::text = '' or template = :'template'::text)
        and (
          :'recorded_by'::text = ''
          or recorded_at <= nullif(:'recorded_by'::text, '')::timestamptz
        ),
      false
    ) as is_match
  from page
  join context using (owner, workflow_started_at, workflow_id, revision)
),
measured as (
  select
    *,
    sum(
      case when is_match then
        coalesce(octet_length(original::text), 0) + coalesce(octet_length(modified::text), 0)
          + coalesce(octet_length(reason), 0)
      else 0 end
    ) over (
      order by owner, workflow_started_at, workflow_id, revision, ordinal
      rows between unbounded preceding and current row
    ) as bytes_so_far,
    row_number() over (
      order by owner, workflow_started_at, workflow_id, revision, ordinal
    ) as place,
    count(*) over () as page_rows
  from matched
)
select
  owner, workflow_started_at, workflow_id, revision, ordinal, page_rows, is_match, document_id,
  document_type, extraction_method, model, confidence, template, reviewed_at, field,
  original_path, modified_path, change_type, pattern,
  case when is_match then original end as original,
  case when is_match then modified end as modified,
  case when is_match then reason end as reason
from measured
where place = 1 or bytes_so_far <= :'max_bytes'::bigint
order by owner, workflow_started_at, workflow_id, revision, ordinal
