-- Roll-ups for less: rows that are written anew at each step find room beside the old ones, and
-- sums of sums are those of integers.

-- A step changes most rows of a day, each once. Where their pages have room for all of them, what
-- it writes needs no new entries in indices, and what it replaces makes the room for the next.
alter table redline.rollup_review set (fillfactor = 45);
alter table redline.rollup_field set (fillfactor = 45);
alter table redline.rollup_workflow set (fillfactor = 45);
alter table redline.rollup_outcome set (fillfactor = 45);
alter table redline.rollup_preference set (fillfactor = 45);
alter table redline.rollup_histogram set (fillfactor = 45);
alter table redline.rollup_confidence set (fillfactor = 45);
alter table redline.rollup_correction set (fillfactor = 45);
alter table redline.rollup_editor set (fillfactor = 45);

-- Puts something in the place of something else in the definition of a function, for each pair of
-- texts.
create function pg_temp.reword(routine regprocedure, variadic texts text[]) returns void
  language plpgsql
as $$
declare
  definition text := pg_get_functiondef(routine);
begin
  for place in 1 .. cardinality(texts) by 2 loop
    if strpos(definition, texts[place]) = 0 then
      raise exception '% has no "%"', routine, texts[place];
    end if;
    definition := replace(definition, texts[place], texts[place + 1]);
  end loop;
  execute definition;
end $$;

-- In the first of two sums; those of larger integers go by way of numeric, and so would the second.
select pg_temp.reword(
  'redline.roll_up_workflows(text[], uuid[], boolean)',
  '      sum(sign * (e - m - d) * (e - m - d))
        as sum_kk,
      sum(sign * (e - m - d) * e) as sum_ke,
      sum(sign * e * e) as sum_ee
    from (
      select
        sign, day, document_type, extraction_method, model, template, format, field,
        extracted::bigint as e, coalesce(modified, 0)::bigint as m,
        coalesce(deleted, 0)::bigint as d, coalesce(added, 0) as a
',
  '      sum(sign * (e - m - d)::bigint * (e - m - d))::bigint as sum_kk,
      sum(sign * (e - m - d)::bigint * e)::bigint as sum_ke,
      sum(sign * e::bigint * e)::bigint as sum_ee
    from (
      select
        sign, day, document_type, extraction_method, model, template, format, field,
        extracted as e, coalesce(modified, 0) as m, coalesce(deleted, 0) as d,
        coalesce(added, 0) as a
'
);

-- By all groupings at once first: these are far fewer than the workflows.
select pg_temp.reword(
  'redline.roll_up_outcomes(redline.rollup_version[])',
  '    sum(sign),
    coalesce(sum(sign) filter (where is_known and is_first_known), 0),
    coalesce(sum(sign) filter (where is_known and is_first_known and has_contradiction), 0),
    coalesce(sum(sign) filter (where is_first_review), 0),
    coalesce(sum(sign) filter (where is_first_review and modified + deleted + added = 0), 0),
    coalesce(sum(sign) filter (where is_first_review and reported_quality is not null), 0),
    coalesce(sum(sign * reported_quality::numeric) filter (where is_first_review), 0),
    coalesce(sum(sign) filter (where satisfaction is not null), 0),
    coalesce(sum(sign * satisfaction), 0),
    coalesce(sum(sign) filter (where tokens_used is not null), 0),
    coalesce(sum(sign * tokens_used), 0),
    coalesce(sum(sign * summary_words), 0),
    coalesce(sum(sign * kept_words), 0)
  from unnest(versions)
  cross join lateral (select revision = 1 and is_reviewed as is_first_review) first
',
  '    sum(revisions),
    sum(workflows),
    sum(contradictions),
    sum(reviewed),
    sum(untouched),
    sum(reported_qualities),
    sum(reported_quality),
    sum(ratings),
    sum(satisfaction),
    sum(with_tokens),
    sum(tokens_used),
    sum(summary_words),
    sum(kept_words)
  from combined
',
  '    coalesce(sum(sign) filter (where is_known and is_first_known), 0),
    coalesce(sum(sign) filter (where is_known and is_first_known and is_regenerated), 0),
    coalesce(sum(sign) filter (where satisfaction is not null), 0),
    coalesce(sum(sign * satisfaction), 0)
  from unnest(versions)
  where template',
  '    sum(workflows),
    sum(regenerated),
    sum(ratings),
    sum(satisfaction)
  from combined
  where template',
  '  insert into redline.rollup_outcome as known
  select
',
  '  with combined as materialized (
    select
      day, outcome_document_type, outcome_extraction_method, outcome_model, template, format,
      sum(sign) as revisions,
      coalesce(sum(sign) filter (where is_known and is_first_known), 0) as workflows,
      coalesce(sum(sign) filter (where is_known and is_first_known and has_contradiction), 0)
        as contradictions,
      coalesce(sum(sign) filter (where is_first_review), 0) as reviewed,
      coalesce(sum(sign) filter (where is_first_review and modified + deleted + added = 0), 0)
        as untouched,
      coalesce(sum(sign) filter (where is_first_review and reported_quality is not null), 0)
        as reported_qualities,
      coalesce(sum(sign * reported_quality::numeric) filter (where is_first_review), 0)
        as reported_quality,
      coalesce(sum(sign) filter (where satisfaction is not null), 0) as ratings,
      coalesce(sum(sign * satisfaction), 0) as satisfaction,
      coalesce(sum(sign) filter (where tokens_used is not null), 0) as with_tokens,
      coalesce(sum(sign * tokens_used), 0) as tokens_used,
      coalesce(sum(sign * summary_words), 0) as summary_words,
      coalesce(sum(sign * kept_words), 0) as kept_words,
      coalesce(sum(sign) filter (where is_known and is_first_known and is_regenerated), 0)
        as regenerated
    from unnest(versions)
    cross join lateral (select revision = 1 and is_reviewed as is_first_review) first
    group by
      day, outcome_document_type, outcome_extraction_method, outcome_model, template, format
  ), outcome as (
  insert into redline.rollup_outcome as known
  select
',
  '    kept_words = known.kept_words + excluded.kept_words;

  insert into redline.rollup_preference as known
',
  '    kept_words = known.kept_words + excluded.kept_words
  )
  insert into redline.rollup_preference as known
'
);

drop function pg_temp.reword(regprocedure, text[]);
