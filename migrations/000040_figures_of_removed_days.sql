-- Figures of days of which records have gone: an erasure takes the owner's own part out of them, and
-- leaves the others' as they were counted.
--
-- Cells from which something goes away are counted afresh, because neither owners nor the earliest
-- can be subtracted. Where others' records have gone, by a hold that has ended or by times of their
-- owners' own, that would lose what they had: there the counts are subtracted, and the erasure takes
-- the owner out of the cells.

create function redline.subtract_corrections(items redline.rollup_correction_item[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  whole date := redline.first_whole_day('export');
begin
  update redline.rollup_correction cell
  set corrections = cell.corrections - gone.corrections
  from (
    select
      day,
      case when grouping(document_type) = 0 then 'document_type' else '' end as dimension,
      document_type as value,
      field,
      change_type,
      pattern,
      number / 4096 as owner_chunk,
      count(*) as corrections
    from unnest(items) as item
    join redline.rollup_owner using (owner)
    where item.sign < 0 and item.day < whole
    group by day, field, change_type, pattern, number / 4096, grouping sets ((), (document_type))
  ) gone
  where cell.day = gone.day and cell.dimension = gone.dimension
    and cell.value is not distinct from gone.value and cell.field = gone.field
    and cell.change_type = gone.change_type and cell.pattern = gone.pattern
    and cell.owner_chunk = gone.owner_chunk;
  delete from redline.rollup_correction where day < whole and corrections <= 0;
end $$;

create function redline.subtract_failures(items redline.rollup_call[]) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  whole date := redline.first_whole_day('interaction');
begin
  update redline.rollup_failure cell
  set failures = cell.failures - gone.failures
  from (
    select
      (occurred_at at time zone 'UTC')::date as day,
      tool,
      redline.signature_digest(signature) as digest,
      number / 4096 as owner_chunk,
      count(*) as failures
    from unnest(items) as item
    join redline.rollup_owner using (owner)
    where item.failed and (occurred_at at time zone 'UTC')::date < whole
    group by 1, 2, 3, 4
  ) gone
  where cell.day = gone.day and cell.tool = gone.tool
    and cell.digest is not distinct from gone.digest and cell.owner_chunk = gone.owner_chunk;
  delete from redline.rollup_failure where day < whole and failures <= 0;
end $$;

-- Puts something in the place of something else in the definition of a function.
create or replace function pg_temp.reword(routine regprocedure, known text, instead text)
  returns void
  language plpgsql
as $$
declare
  definition text := pg_get_functiondef(routine);
begin
  if strpos(definition, known) = 0 then
    raise exception '% has no "%"', routine, known;
  end if;
  execute replace(definition, known, instead);
end $$;

select pg_temp.reword(
  'redline.recount_corrections(redline.rollup_correction_item[])',
  'with gone as (
    select distinct day, field, change_type, pattern from unnest(changed) where sign < 0
  ), removed as (',
  'perform redline.subtract_corrections(changed);
  with gone as (
    select distinct day, field, change_type, pattern from unnest(changed)
    where sign < 0 and day >= (select redline.first_whole_day(''export''))
  ), removed as ('
);
select pg_temp.reword(
  'redline.recount_failures(redline.rollup_call[])',
  'from unnest(removed) where failed
  ), deleted as (',
  'from unnest(removed)
    where failed
      and (occurred_at at time zone ''UTC'')::date
        >= (select redline.first_whole_day(''interaction''))
  ), deleted as ('
);
select pg_temp.reword(
  'redline.recount_failures(redline.rollup_call[])',
  'begin
  with gone as (',
  'begin
  perform redline.subtract_failures(removed);
  with gone as ('
);

drop function pg_temp.reword(regprocedure, text, text);
