-- What the reports failure_patterns, common_requests and correction_pairs read: the same failure,
-- the same request, the same value, each known by a number.
--
-- Who may not read content sees the figures of all the same, so groups are told apart by numbers,
-- and content is looked up for the rows that are shown. Records from before this have none of the
-- numbers that are computed at recording; each column below says what becomes of them.

-- A number of this database's own for a value: equal where the values are equal as jsonb, and of no
-- use to whoever guesses at values, because the salt comes from the installation's id.
create function redline.value_number(value jsonb, salt bigint) returns bigint
  language sql immutable parallel safe
  return jsonb_hash_extended(value, salt);

-- Failed calls. Like kept_tool_call, the view says itself who sees which rows and what of them;
-- signature_number tells signatures apart for those who may not read them.
create view redline.kept_failure with (security_barrier = true) as
select owner, occurred_at, interaction_id, ordinal, tool,
  case
    when signature is null or (select pg_has_role(current_user, 'redline_content', 'usage'))
      then signature
    else '***'
  end as signature,
  redline.value_number(
    to_jsonb(signature), (select uuid_hash_extended(id, 0) from redline.installation)
  ) as signature_number,
  model, recorded_at
from redline.tool_call
where failed
  and recorded_at > (select redline.kept_since('interaction'))
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

create function redline.failure_as_of(as_of timestamptz)
  returns table (
    owner text, occurred_at timestamptz, interaction_id text, ordinal integer, tool text,
    signature text, signature_number bigint, model text, recorded_at timestamptz
  )
  language sql stable parallel safe
begin atomic
  select
    owner, occurred_at, interaction_id, ordinal, tool, signature, signature_number, model,
    recorded_at
  from redline.kept_failure
  where failure_as_of.as_of is null or recorded_at <= failure_as_of.as_of;
end;

-- The tool calls as they were sent, for whoever may read content; null for the others.
create view redline.interaction_tool_calls with (security_barrier = true) as
select owner, occurred_at, interaction_id,
  case when (select pg_has_role(current_user, 'redline_content', 'usage'))
    then tool_calls end as tool_calls,
  (select pg_has_role(current_user, 'redline_content', 'usage')) as is_shown
from redline.interaction
where recorded_at > (select redline.kept_since('interaction'))
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

grant select on redline.kept_failure, redline.interaction_tool_calls
to redline_owner, redline_analyst, redline_miner, redline_compliance, redline_admin;

-- The words of a message as one number, computed when the message is recorded (RequestKey):
-- messages that ask the same in other words of courtesy, another order or with a slip of the keys
-- have the same one. Null for messages from before this; the report leaves them out.
alter table redline.interaction add column request_key bigint;
comment on column redline.interaction.request_key is
  'Of the words of user_message: the same for messages that ask the same.';

-- The number tells no wording, but who guesses one could try it: it is read through this view,
-- which gives those who may not read content a number of this database's own.
create view redline.kept_request with (security_barrier = true) as
select owner, occurred_at, interaction_id,
  case when (select pg_has_role(current_user, 'redline_content', 'usage')) then request_key
    else hashint8extended(
      request_key, (select uuid_hash_extended(id, 0) from redline.installation)
    )
  end as request_number,
  case
    when (select pg_has_role(current_user, 'redline_content', 'usage')) then left(user_message, 500)
    else '***'
  end as wording,
  failed_call_count > 0 as has_failed_call, repeats_previous, model, recorded_at
from redline.interaction
where request_key is not null
  and recorded_at > (select redline.kept_since('interaction'))
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

create function redline.request_as_of(as_of timestamptz)
  returns table (
    owner text, occurred_at timestamptz, interaction_id text, request_number bigint, wording text,
    has_failed_call boolean, repeats_previous boolean, model text, recorded_at timestamptz
  )
  language sql stable parallel safe
begin atomic
  select
    owner, occurred_at, interaction_id, request_number, wording, has_failed_call, repeats_previous,
    model, recorded_at
  from redline.kept_request
  where request_as_of.as_of is null or recorded_at <= request_as_of.as_of;
end;

grant select on redline.kept_request
to redline_owner, redline_analyst, redline_miner, redline_compliance, redline_admin;

-- A number for each scalar leaf of the original data, computed when a stage is recorded (LeafKey):
-- of its field name and its value. Null for stages and corrections from before this; what was
-- presented is counted from the stages that have them.
alter table redline.export_stage add column leaf_key bigint[];
comment on column redline.export_stage.leaf_key is
  'Of field name and value, one a leaf of the original data that is a scalar of 200 bytes at most.';
alter table redline.correction add column original_key bigint;
comment on column redline.correction.original_key is
  'Of field name and original value, as in leaf_key.';

-- Both numbers tell no value, but who guesses one could try it: they are read through these views,
-- which give those who may not read content numbers of this database's own.
create view redline.kept_leaf with (security_barrier = true) as
select owner, workflow_started_at, workflow_id, revision, stage, recorded_at, extracted, field,
  field_extracted,
  case
    when leaf_key is null or (select pg_has_role(current_user, 'redline_content', 'usage'))
      then leaf_key
    else array(
      select hashint8extended(key, (select uuid_hash_extended(id, 0) from redline.installation))
      from unnest(leaf_key) as key
    )
  end as leaf_number
from redline.export_stage
where stage in (1, 2, 3)
  and kept_from > (select redline.kept_since('export'))
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

create view redline.kept_modification with (security_barrier = true) as
select owner, workflow_started_at, workflow_id, revision, ordinal, field,
  case when (select pg_has_role(current_user, 'redline_content', 'usage')) then original_key
    else hashint8extended(
      original_key, (select uuid_hash_extended(id, 0) from redline.installation)
    )
  end as leaf_number,
  redline.value_number(
    original::jsonb, (select uuid_hash_extended(id, 0) from redline.installation)
  ) as original_number,
  redline.value_number(
    modified::jsonb, (select uuid_hash_extended(id, 0) from redline.installation)
  ) as modified_number
from redline.correction
where change_type = 'modification'
  and kept_from > (select redline.kept_since('export'))
  and ((select pg_has_role(current_user, 'redline_fleet', 'usage'))
    or owner = (select redline.current_owner()));

-- One row a reviewed first revision: what the AI presented. leaf_number is null where that was
-- recorded before there were such numbers.
create function redline.presented_as_of(as_of timestamptz)
  returns table (
    owner text, workflow_started_at timestamptz, workflow_id uuid, has_modifications boolean,
    leaf_number bigint[], field text[], field_extracted integer[]
  )
  language sql stable parallel safe
begin atomic
  select owner, workflow_started_at, workflow_id, has_modifications, leaf_number, field,
    field_extracted
  from (
    select
      owner,
      workflow_started_at,
      workflow_id,
      bool_or(stage = 2) as has_modifications,
      -- What the reviewer had before them; else what the AI had given.
      case when bool_or(stage = 2) then max(leaf_number) filter (where stage = 2)
        else max(leaf_number) filter (where stage = 1) end as leaf_number,
      case when bool_or(stage = 2) then max(field) filter (where stage = 2)
        else max(field) filter (where stage = 1) end as field,
      case when bool_or(stage = 2) then max(field_extracted) filter (where stage = 2)
        else max(field_extracted) filter (where stage = 1) end as field_extracted,
      case when bool_or(stage = 2) then max(extracted) filter (where stage = 2) is not null
        else bool_or(stage = 3) end as is_reviewed
    from redline.kept_leaf
    where revision = 1
      and (presented_as_of.as_of is null or recorded_at <= presented_as_of.as_of)
    group by owner, workflow_started_at, workflow_id
  ) stages
  where is_reviewed;
end;

grant select on redline.kept_leaf, redline.kept_modification
to redline_owner, redline_analyst, redline_miner, redline_compliance, redline_admin;
