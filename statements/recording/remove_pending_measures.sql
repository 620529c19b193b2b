-- Takes marks away: what they stood for is measured, or is no longer there to be measured.
delete from redline.pending_measure
where owner = :'owner'::text
  and workflow_id = :'workflow_id'::uuid
  and stage = :'stage'::integer
  and revision = any (:'revision'::smallint[])
