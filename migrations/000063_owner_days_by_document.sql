-- Days of one owner by document type and model too, and kept settled while exports come.
--
-- What was put together was of all documents of a day, so that by a document type or a model the
-- records of all days were counted; and it was let go with the first change of the day, so that
-- those of a day that kept changing were counted again and again. Now it is by document type and
-- model, and the signed versions of the workflows that a step rolls up are put into it, as into the
-- other roll-ups: where they are few. Many at once are an import, for which the day is let go.

-- What was put together lacks what it is grouped by now: it is let go, and settled anew.
update redline.rollup_owner_day
set is_settled = false, changed_at = clock_timestamp(), kept_from = null, reviews = null,
  fields = null, workflows = null, activity = null, tools = null, failures = null
where is_settled;

alter type redline.owner_review
  add attribute document_type text,
  add attribute model text;
alter type redline.owner_workflow
  add attribute document_type text,
  add attribute model text;
alter type redline.owner_activity add attribute model text;
alter type redline.owner_tool add attribute model text;
alter type redline.owner_failure add attribute model text;

create or replace function redline.recorded_reviews(
  of_owner text, starts timestamptz, ends timestamptz
)
  returns table (day date, review redline.owner_review)
  language sql stable
begin atomic
  select
    day,
    row(
      is_first_revision,
      count(*),
      count(*) filter (where is_first_known),
      count(*) filter (where is_reviewed),
      count(*) filter (where is_reviewed and m + d + a = 0),
      coalesce(sum(e) filter (where is_reviewed), 0),
      sum(m),
      sum(d),
      sum(a),
      count(*) filter (where is_reviewed and e > 0),
      sum((m + d) * (m + d)),
      sum((m + d) * e),
      coalesce(sum(e * e) filter (where is_reviewed), 0),
      count(editing_seconds),
      trim_scale(coalesce(sum(editing_seconds::numeric), 0)),
      sum(char_edits),
      sum(char_length),
      coalesce(sum(ter_edits), 0),
      coalesce(sum(ter_reference_words), 0),
      count(reported_accuracy) filter (where is_reviewed),
      trim_scale(coalesce(sum(reported_accuracy::numeric) filter (where is_reviewed), 0)),
      count(reported_quality) filter (where is_reviewed),
      trim_scale(coalesce(sum(reported_quality::numeric) filter (where is_reviewed), 0)),
      count(confidence_gain) filter (where is_reviewed),
      trim_scale(coalesce(sum(confidence_gain::numeric) filter (where is_reviewed), 0)),
      coalesce(
        array_agg(editing_bucket order by editing_bucket) filter (where editing_bucket is not null),
        '{}'
      ),
      document_type,
      model
    )::redline.owner_review
  from (
    select
      (workflow_started_at at time zone 'UTC')::date as day,
      document_type,
      model,
      revision = 1 as is_first_revision,
      is_first_known,
      is_reviewed,
      extracted::bigint as e,
      modified::bigint as m,
      deleted::bigint as d,
      added::bigint as a,
      editing_seconds,
      redline.log_bucket(editing_seconds) as editing_bucket,
      char_edits,
      char_length,
      ter_edits,
      ter_reference_words,
      reported_accuracy,
      reported_quality,
      final_confidence - initial_confidence as confidence_gain
    from redline.revision_as_of(null)
    where owner = recorded_reviews.of_owner
      and workflow_started_at >= recorded_reviews.starts
      and workflow_started_at < recorded_reviews.ends
  ) revision
  group by day, is_first_revision, document_type, model;
end;

create or replace function redline.recorded_workflows(
  of_owner text, starts timestamptz, ends timestamptz
)
  returns table (day date, workflow redline.owner_workflow)
  language sql stable
begin atomic
  select
    day,
    row(
      count(*),
      count(reviewed_at),
      count(completed_at),
      count(*) filter (where revision > 1),
      coalesce(array_agg(minute order by minute) filter (where reviewed_at is null), '{}'),
      coalesce(
        array_agg(review_bucket order by review_bucket) filter (where review_bucket is not null),
        '{}'
      ),
      coalesce(
        array_agg(completion_bucket order by completion_bucket)
          filter (where completion_bucket is not null),
        '{}'
      ),
      document_type,
      model
    )::redline.owner_workflow
  from (
    select
      (workflow_started_at at time zone 'UTC')::date as day,
      document_type, model, revision, reviewed_at, completed_at,
      (extract(hour from workflow_started_at at time zone 'UTC') * 60
        + extract(minute from workflow_started_at at time zone 'UTC'))::smallint as minute,
      redline.log_bucket(
        extract(epoch from reviewed_at - workflow_started_at)::double precision
      ) as review_bucket,
      redline.log_bucket(
        extract(epoch from completed_at - workflow_started_at)::double precision
      ) as completion_bucket
    from redline.workflow_as_of(null)
    where owner = recorded_workflows.of_owner
      and workflow_started_at >= recorded_workflows.starts
      and workflow_started_at < recorded_workflows.ends
  ) progress
  group by day, document_type, model;
end;

create or replace function redline.recorded_activity(
  of_owner text, starts timestamptz, ends timestamptz
)
  returns table (day date, activity redline.owner_activity)
  language sql stable
begin atomic
  select
    day,
    row(
      count(*),
      count(*) filter (where thread is null),
      sum(call_count),
      sum(failed_call_count),
      count(*) filter (where repeats_previous),
      count(tokens_used),
      coalesce(sum(tokens_used), 0),
      coalesce(array_agg(distinct thread) filter (where thread is not null), '{}'),
      coalesce(
        array_agg(redline.log_bucket(latency_ms) order by latency_ms)
          filter (where latency_ms is not null),
        '{}'
      ),
      model
    )::redline.owner_activity
  from (
    select
      (occurred_at at time zone 'UTC')::date as day,
      model,
      -- Of one owner alone: so many that two of them have the same number there are not.
      hashtextextended(thread_id, 0) as thread,
      call_count, failed_call_count, repeats_previous, tokens_used, latency_ms
    from redline.interaction_as_of(null)
    where owner = recorded_activity.of_owner
      and occurred_at >= recorded_activity.starts
      and occurred_at < recorded_activity.ends
  ) interaction
  group by day, model;
end;

create or replace function redline.recorded_tools(
  of_owner text, starts timestamptz, ends timestamptz
)
  returns table (day date, tool redline.owner_tool)
  language sql stable
begin atomic
  select
    day,
    row(
      tool,
      count(*),
      count(*) filter (where failed),
      coalesce(
        array_agg(redline.log_bucket(duration_ms) order by duration_ms)
          filter (where duration_ms is not null),
        '{}'
      ),
      model
    )::redline.owner_tool
  from (
    select (occurred_at at time zone 'UTC')::date as day, tool, failed, duration_ms, model
    from redline.tool_call_as_of(null)
    where owner = recorded_tools.of_owner
      and occurred_at >= recorded_tools.starts
      and occurred_at < recorded_tools.ends
  ) call
  group by day, tool, model;
end;

create or replace function redline.recorded_failures(
  of_owner text, starts timestamptz, ends timestamptz
)
  returns table (day date, failure redline.owner_failure)
  language sql stable
begin atomic
  select day, row(tool, digest, count(*), min(place collate "C"), model)::redline.owner_failure
  from (
    select
      (occurred_at at time zone 'UTC')::date as day, tool, model,
      redline.signature_digest(signature) as digest,
      redline.call_place(occurred_at, ordinal, owner, interaction_id) as place
    from redline.tool_call_as_of(null)
    where owner = recorded_failures.of_owner
      and occurred_at >= recorded_failures.starts
      and occurred_at < recorded_failures.ends
      and failed and signature is not null
  ) call
  group by day, tool, model, digest;
end;

create or replace function redline.recorded_owner_day(of_owner text, of_kind text, of_day date)
  returns setof redline.rollup_owner_day
  language plpgsql stable
  set search_path = pg_catalog
  set plan_cache_mode = force_generic_plan
as $$
declare
  starts timestamptz := redline.start_of(of_day);
  ends timestamptz := redline.start_of(of_day + 1);
  made redline.rollup_owner_day;
begin
  made.owner := of_owner;
  made.kind := of_kind;
  made.day := of_day;
  made.is_settled := true;
  made.changed_at := clock_timestamp();
  if of_kind = 'export' then
    made.kept_from := (
      select min(stage.kept_from) from redline.export_stage stage
      where stage.owner = of_owner
        and stage.workflow_started_at >= starts and stage.workflow_started_at < ends
    );
  else
    made.kept_from := (
      select least(
        (
          select min(message.recorded_at) from redline.interaction message
          where message.owner = of_owner
            and message.occurred_at >= starts and message.occurred_at < ends
        ),
        (
          select min(call.recorded_at) from redline.tool_call call
          where call.owner = of_owner and call.occurred_at >= starts and call.occurred_at < ends
        )
      )
    );
  end if;
  if made.kept_from is null
    or not redline.is_kept(
      of_owner, made.kept_from, redline.kept_since(of_kind), redline.agreed_since(of_kind)
    )
  then
    return;
  end if;
  if of_kind = 'export' then
    made.reviews := array(
      select found.review from redline.recorded_reviews(of_owner, starts, ends) found
      order by (found.review).is_first_revision,
        (found.review).document_type collate "C", (found.review).model collate "C"
    );
    made.fields := array(
      select found.field from redline.recorded_fields(of_owner, starts, ends) found
      order by (found.field).field collate "C"
    );
    made.workflows := array(
      select found.workflow from redline.recorded_workflows(of_owner, starts, ends) found
      order by (found.workflow).document_type collate "C", (found.workflow).model collate "C"
    );
  else
    made.activity := array(
      select found.activity from redline.recorded_activity(of_owner, starts, ends) found
      order by (found.activity).model collate "C"
    );
    made.tools := array(
      select found.tool from redline.recorded_tools(of_owner, starts, ends) found
      order by (found.tool).tool collate "C", (found.tool).model collate "C"
    );
    made.failures := array(
      select found.failure from redline.recorded_failures(of_owner, starts, ends) found
      order by (found.failure).tool collate "C", (found.failure).model collate "C",
        (found.failure).digest
    );
  end if;
  return next made;
end $$;

-- In place of a function a figure: of settled days what is kept, of the others what the records
-- have, of the one figure that is wanted. Statements of a function are planned where they are run,
-- those on the records once a session: with all their partitions they take longer to plan than
-- settled days to read.
drop function redline.owner_reviews(text, date, date);
drop function redline.owner_fields(text, date, date);
drop function redline.owner_workflows(text, date, date);
drop function redline.owner_activity(text, date, date);
drop function redline.owner_tools(text, date, date);
drop function redline.owner_failures(text, date, date);

create function redline.owner_exports(
  of_owner text, first_day date, end_day date, wanted text
) returns table (
    day date, reviews redline.owner_review[], fields redline.owner_field[],
    workflows redline.owner_workflow[]
  )
  language plpgsql stable
  set plan_cache_mode = force_generic_plan
as $$
declare
  settled date[] := array(
    select held.day from redline.kept_owner_exports held
    where held.owner = of_owner and held.day >= first_day and held.day < end_day
  );
  part record;
begin
  return query
  select
    held.day,
    case when wanted = 'reviews' then held.reviews end,
    case when wanted = 'fields' then held.fields end,
    case when wanted = 'workflows' then held.workflows end
  from redline.kept_owner_exports held
  where held.owner = of_owner and held.day = any (settled);
  reviews := null;
  fields := null;
  workflows := null;
  for part in select * from redline.days_between(first_day, end_day, settled) loop
    if wanted = 'reviews' then
      for day, reviews in
        select found.day, array_agg(found.review)
        from redline.recorded_reviews(of_owner, part.starts, part.ends) found
        group by found.day
      loop
        return next;
      end loop;
    elsif wanted = 'fields' then
      for day, fields in
        select found.day, array_agg(found.field)
        from redline.recorded_fields(of_owner, part.starts, part.ends) found
        group by found.day
      loop
        return next;
      end loop;
    else
      for day, workflows in
        select found.day, array_agg(found.workflow)
        from redline.recorded_workflows(of_owner, part.starts, part.ends) found
        group by found.day
      loop
        return next;
      end loop;
    end if;
  end loop;
end $$;

create function redline.owner_interactions(
  of_owner text, first_day date, end_day date, wanted text
) returns table (
    day date, activity redline.owner_activity[], tools redline.owner_tool[],
    failures redline.owner_failure[]
  )
  language plpgsql stable
  set plan_cache_mode = force_generic_plan
as $$
declare
  settled date[] := array(
    select held.day from redline.kept_owner_interactions held
    where held.owner = of_owner and held.day >= first_day and held.day < end_day
  );
  part record;
begin
  return query
  select
    held.day,
    case when wanted = 'activity' then held.activity end,
    case when wanted = 'tools' then held.tools end,
    case when wanted = 'failures' then held.failures end
  from redline.kept_owner_interactions held
  where held.owner = of_owner and held.day = any (settled);
  activity := null;
  tools := null;
  failures := null;
  for part in select * from redline.days_between(first_day, end_day, settled) loop
    if wanted = 'activity' then
      for day, activity in
        select found.day, array_agg(found.activity)
        from redline.recorded_activity(of_owner, part.starts, part.ends) found
        group by found.day
      loop
        return next;
      end loop;
    elsif wanted = 'tools' then
      for day, tools in
        select found.day, array_agg(found.tool)
        from redline.recorded_tools(of_owner, part.starts, part.ends) found
        group by found.day
      loop
        return next;
      end loop;
    else
      for day, failures in
        select found.day, array_agg(found.failure)
        from redline.recorded_failures(of_owner, part.starts, part.ends) found
        group by found.day
      loop
        return next;
      end loop;
    end if;
  end loop;
end $$;

-- Of buckets, those that are left when some have gone: each as often as it is there.
create function redline.buckets_left(buckets smallint[], gone smallint[]) returns smallint[]
  language plpgsql immutable parallel safe
as $$
begin
  return array(
    select bucket
    from (select unnest(buckets) as bucket except all select unnest(gone)) kept
    order by bucket
  );
end $$;

-- What is put together of a day, with versions of its workflows in it that came, and without those
-- that went: to the last digit what redline.recorded_owner_day would make of its records then.

create function redline.changed_owner_reviews(
  reviews redline.owner_review[], versions redline.rollup_version[]
) returns redline.owner_review[]
  language plpgsql immutable
  set search_path = pg_catalog
as $$
begin
  return array(
    -- Most groups are as they were.
    select case when count(*) = 1 and min(sign) = 0 then (array_agg(review))[1] else row(
      is_first_revision,
      coalesce(sum(revisions), 0)::bigint,
      coalesce(sum(workflows), 0)::bigint,
      coalesce(sum(reviewed), 0)::bigint,
      coalesce(sum(untouched), 0)::bigint,
      coalesce(sum(fields), 0)::bigint,
      coalesce(sum(modified), 0)::bigint,
      coalesce(sum(deleted), 0)::bigint,
      coalesce(sum(added), 0)::bigint,
      coalesce(sum(clusters), 0)::bigint,
      coalesce(sum(sum_tt), 0),
      coalesce(sum(sum_te), 0),
      coalesce(sum(sum_ee), 0),
      coalesce(sum(timed), 0)::bigint,
      trim_scale(coalesce(sum(editing_seconds), 0)),
      coalesce(sum(char_edits), 0)::bigint,
      coalesce(sum(char_length), 0)::bigint,
      coalesce(sum(ter_edits), 0)::bigint,
      coalesce(sum(ter_reference_words), 0)::bigint,
      coalesce(sum(reported_accuracies), 0)::bigint,
      trim_scale(coalesce(sum(reported_accuracy), 0)),
      coalesce(sum(reported_qualities), 0)::bigint,
      trim_scale(coalesce(sum(reported_quality), 0)),
      coalesce(sum(confidence_gains), 0)::bigint,
      trim_scale(coalesce(sum(confidence_gain), 0)),
      redline.buckets_left(
        redline.array_concat(editing_buckets) filter (where sign >= 0),
        redline.array_concat(editing_buckets) filter (where sign < 0)
      ),
      document_type,
      model
    )::redline.owner_review end
    from (
      select 0 as sign, known as review, known.*
      from unnest(reviews) as known
      union all
      select
        sign, null, revision = 1, sum(sign), sum(sign) filter (where is_first_known),
        sum(sign) filter (where is_reviewed),
        sum(sign) filter (where is_reviewed and modified + deleted + added = 0),
        sum(sign * extracted) filter (where is_reviewed),
        sum(sign * modified), sum(sign * deleted), sum(sign * added),
        sum(sign) filter (where is_reviewed and extracted > 0),
        sum(sign * (modified + deleted) * (modified + deleted)),
        sum(sign * (modified + deleted) * extracted),
        sum(sign * extracted * extracted) filter (where is_reviewed),
        sum(sign) filter (where editing_seconds is not null),
        sum(sign * editing_seconds::numeric),
        sum(sign * char_edits), sum(sign * char_length), sum(sign * ter_edits),
        sum(sign * ter_reference_words),
        sum(sign) filter (where is_reviewed and reported_accuracy is not null),
        sum(sign * reported_accuracy::numeric) filter (where is_reviewed),
        sum(sign) filter (where is_reviewed and reported_quality is not null),
        sum(sign * reported_quality::numeric) filter (where is_reviewed),
        sum(sign) filter (where is_reviewed and confidence_gain is not null),
        sum(sign * confidence_gain::numeric) filter (where is_reviewed),
        array_agg(redline.log_bucket(editing_seconds)) filter (where editing_seconds is not null),
        document_type, model
      from unnest(versions)
      where is_known
      group by sign, revision = 1, document_type, model
    ) item
    group by is_first_revision, document_type, model
    having sum(revisions) > 0
    order by is_first_revision, document_type collate "C", model collate "C"
  );
end $$;

create function redline.changed_owner_fields(
  fields redline.owner_field[], details redline.rollup_detail[]
) returns redline.owner_field[]
  language plpgsql immutable
  set search_path = pg_catalog
as $$
begin
  return array(
    select row(
      field, sum(reviews)::bigint, sum(clusters)::bigint, sum(kept)::bigint,
      sum(extracted)::bigint, sum(sum_kk), sum(sum_ke), sum(sum_ee)
    )::redline.owner_field
    from (
      select * from unnest(fields)
      union all
      select
        field, sign, case when extracted > 0 then sign else 0 end, sign * kept, sign * extracted,
        sign * kept * kept, sign * kept * extracted, sign * extracted * extracted
      from (
        select
          sign, found.field, found.extracted::bigint as extracted,
          found.extracted::bigint - coalesce(found.modified, 0) - coalesce(found.deleted, 0)
            as kept
        from unnest(details) as detail
        cross join lateral unnest(
          detail.field, detail.field_extracted, detail.field_modified, detail.field_deleted
        ) as found (field, extracted, modified, deleted)
      ) given
    ) item
    group by field
    having sum(reviews) > 0
    order by field collate "C"
  );
end $$;

create function redline.changed_owner_workflows(
  workflows redline.owner_workflow[], versions redline.rollup_version[]
) returns redline.owner_workflow[]
  language plpgsql immutable
  set search_path = pg_catalog
as $$
begin
  return array(
    select case when count(*) = 1 and min(sign) = 0 then (array_agg(workflow))[1] else row(
      sum(started)::bigint,
      sum(reviewed)::bigint,
      sum(completed)::bigint,
      sum(regenerated)::bigint,
      redline.buckets_left(
        redline.array_concat(unreviewed_minutes) filter (where sign >= 0),
        redline.array_concat(unreviewed_minutes) filter (where sign < 0)
      ),
      redline.buckets_left(
        redline.array_concat(review_buckets) filter (where sign >= 0),
        redline.array_concat(review_buckets) filter (where sign < 0)
      ),
      redline.buckets_left(
        redline.array_concat(completion_buckets) filter (where sign >= 0),
        redline.array_concat(completion_buckets) filter (where sign < 0)
      ),
      document_type,
      model
    )::redline.owner_workflow end
    from (
      select 0 as sign, known as workflow, known.*
      from unnest(workflows) as known
      union all
      select
        sign, null, sign, case when reviewed_at is not null then sign else 0 end,
        case when completed_at is not null then sign else 0 end,
        case when revision > 1 then sign else 0 end,
        case when reviewed_at is null then array[
          (extract(hour from workflow_started_at at time zone 'UTC') * 60
            + extract(minute from workflow_started_at at time zone 'UTC'))::smallint
        ] end,
        case when reviewed_at is not null then array[redline.log_bucket(
          extract(epoch from reviewed_at - workflow_started_at)::double precision
        )] end,
        case when completed_at is not null then array[redline.log_bucket(
          extract(epoch from completed_at - workflow_started_at)::double precision
        )] end,
        document_type, model
      from (
        select
          sign, workflow_started_at,
          max(own_document_type) as document_type,
          max(own_model) filter (where revision = 1) as model,
          max(revision) as revision,
          least(min(modified_at), min(delivered_at)) as reviewed_at,
          min(delivered_at) as completed_at
        from unnest(versions)
        group by sign, workflow_started_at, workflow_id
      ) version
    ) item
    group by document_type, model
    having sum(started) > 0
    order by document_type collate "C", model collate "C"
  );
end $$;

-- How many workflows of a day of an owner a step puts into what is settled, and for how many days
-- it does so: above either, to put the day together anew afterwards is cheaper.
create function redline.changes_worth_adding() returns integer
  language sql immutable
  return 100;
create function redline.days_worth_changing() returns integer
  language sql immutable
  return 8;

-- Puts versions of workflows into the settled days of their owners, or lets those days go; a part
-- of redline.roll_up_workflows.
drop function redline.unsettle_owner_exports(text[], redline.rollup_version[]);
create function redline.change_owner_exports(
  owners text[], versions redline.rollup_version[], details redline.rollup_detail[],
  is_forgotten boolean
) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  touched record;
  places integer := 0;
  left_alone text[] := '{}';
  left_days date[] := '{}';
begin
  -- Most steps have none: the versions are many, and wide.
  if not exists (
    select
    from (select distinct unnest(owners) as owner) given
    join redline.rollup_owner_day known on known.owner = given.owner and known.kind = 'export'
  ) then
    return;
  end if;
  for touched in
    select known.*, changed.items
    from (
      select owner, day, count(distinct workflow_id) as items
      from unnest(versions)
      group by owner, day
    ) changed
    join redline.rollup_owner_day known using (owner, day)
    where known.kind = 'export'
    order by known.day desc, known.owner
  loop
    if is_forgotten or touched.items > redline.changes_worth_adding()
      or places >= redline.days_worth_changing()
    then
      left_alone := left_alone || touched.owner;
      left_days := left_days || touched.day;
    elsif touched.is_settled then
      places := places + 1;
      perform redline.change_owner_day(
        touched.owner, touched.day,
        array(
          select version from unnest(versions) as version
          where version.owner = touched.owner and version.day = touched.day
        ),
        array(
          select detail from unnest(details) as detail
          where detail.owner = touched.owner and detail.day = touched.day
        )
      );
    end if;
  end loop;
  perform redline.unsettle_owner_days('export', left_alone, left_days);
end $$;

create function redline.change_owner_day(
  of_owner text, of_day date, versions redline.rollup_version[], details redline.rollup_detail[]
) returns void
  language plpgsql
  set search_path = pg_catalog
  set plan_cache_mode = force_generic_plan
as $$
begin
  update redline.rollup_owner_day known
  set changed_at = clock_timestamp(),
    -- A stage may lie in the table for longer than the step that brings it.
    kept_from = least(known.kept_from, (
      select min(stage.kept_from)
      from unnest(versions) as version
      join redline.export_stage stage
        on stage.owner = version.owner
        and stage.workflow_started_at = version.recorded_start
        and stage.workflow_id = version.workflow_id
    )),
    reviews = redline.changed_owner_reviews(known.reviews, versions),
    fields = redline.changed_owner_fields(known.fields, details),
    workflows = redline.changed_owner_workflows(known.workflows, versions)
  where known.owner = of_owner and known.kind = 'export' and known.day = of_day;
  -- Where the last workflow of a day has gone to another one, there is nothing to keep.
  if exists (
    select from redline.rollup_owner_day known
    where known.owner = of_owner and known.kind = 'export' and known.day = of_day
      and cardinality(known.workflows) = 0
  ) then
    perform redline.unsettle_owner_days('export', array[of_owner], array[of_day]);
  end if;
end $$;

-- Puts days of owners together in which nothing much has changed for a while, the latest first; a
-- part of join_days. Of interactions every change lets the day go: today is likely to have more of
-- them, and waits for longer. After a second the rest is left for the next time, unless all of it
-- is wanted at once.
create or replace function redline.settle_owner_days(quiet interval) returns void
  language plpgsql
  set search_path = pg_catalog
as $$
declare
  open redline.rollup_owner_day;
  made redline.rollup_owner_day[];
  until timestamptz := case
    when quiet > interval '0' then clock_timestamp() + interval '1 second' else 'infinity'
  end;
begin
  perform redline.unsettle_past_owner_days();
  perform redline.look_for_owner_days(quiet / 2, until);
  for open in
    select * from redline.rollup_owner_day
    where not is_settled and changed_at <= clock_timestamp() - case
        when kind = 'export' or day < (now() at time zone 'UTC')::date then quiet / 10
        else quiet
      end
    order by day desc, owner
  loop
    made := array(
      select counted from redline.recorded_owner_day(open.owner, open.kind, open.day) counted
    );
    -- What waits is put in when it is rolled up: it must not be there already. It is looked for
    -- afterwards, so that it was not there before either.
    if open.kind = 'interaction' or not exists (
      select from redline.rollup_pending entry
      where entry.kind = 'workflow' and open.owner = any (entry.owner)
    ) then
      delete from redline.rollup_owner_day
      where owner = open.owner and kind = open.kind and day = open.day;
      insert into redline.rollup_owner_day select * from unnest(made);
    end if;
    exit when clock_timestamp() > until;
  end loop;
end $$;

-- Puts something in the place of something else in the definition of a function.
create function pg_temp.reword(routine regprocedure, known text, instead text) returns void
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
  'redline.roll_up_workflows(text[], uuid[], boolean)',
  'perform redline.unsettle_owner_exports(owners, versions);',
  'perform redline.change_owner_exports(owners, versions, details, is_forgotten);'
);
-- The records of who is being erased are still there when their roll-ups have gone: what is looked
-- for meanwhile could be written when the erasure is over.
select pg_temp.reword(
  'redline.look_for_owner_days(interval, timestamptz)',
  'having count(*) >= least_records',
  'having count(*) >= least_records and owner <> all (
        array(select erased.owner from redline.erasure erased where erased.owner is not null)
      )'
);
drop function pg_temp.reword(regprocedure, text, text);
