-- The owners of documents and threads that more than one owner has, group by group.
select 'd' as kind, document_id as group_id, owner
from (
  select document_id, owner, count(*) over (partition by document_id) as owners
  from (
    select distinct document_id, owner
    from redline.export_stage
    where stage = 1
      and document_id is not null
      and redline.is_kept(
          owner, kept_from, (select redline.kept_since('export')),
          (select redline.agreed_since('export'))
        )
      and recorded_at <= :'recorded_by'::timestamptz
  ) document
) document
where owners > 1
union all
select 't', thread_id, owner
from (
  select thread_id, owner, count(*) over (partition by thread_id) as owners
  from (
    select distinct thread_id, owner
    from redline.interaction
    where thread_id is not null
      and redline.is_kept(
          owner, recorded_at, (select redline.kept_since('interaction')),
          (select redline.agreed_since('interaction'))
        )
      and recorded_at <= :'recorded_by'::timestamptz
  ) thread
) thread
where owners > 1
order by kind, group_id, owner
