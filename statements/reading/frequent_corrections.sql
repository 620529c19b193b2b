-- What an owner changed in documents of a type, the most frequent changes first.
select
  correction.field,
  left(correction.original #>> '{}', 1000) as original,
  left(correction.modified #>> '{}', 1000) as modified,
  count(*) as corrections
from redline.correction
join redline.export_stage first
  on first.owner = correction.owner
  and first.workflow_started_at = correction.workflow_started_at
  and first.workflow_id = correction.workflow_id
  and first.stage = 1
  and first.revision = 1
where correction.owner = :'owner'::text
  and first.document_type = :'document_type'::text
  and correction.change_type = 'modification'
  and redline.is_kept(
    correction.owner, correction.kept_from, (select redline.kept_since('export')),
    (select redline.agreed_since('export'))
  )
group by 1, 2, 3
order by corrections desc, field, original, modified
limit 20
