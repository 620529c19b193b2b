-- Who sees which rows, and which columns.
--
-- redline_owner sees the rows of the owner that the transaction names in redline.owner;
-- redline_fleet (analyst, miner, compliance, admin) sees everybody's; redline_recorder writes for
-- anybody. Nobody but the recorder sees a record past its time. Partitions are never granted: a
-- query on one would pass by the policies of its parent.

do $$
declare
  relation text;
  kept text;
begin
  foreach relation in array array[
    'workflow', 'export_stage', 'correction', 'interaction_key', 'interaction', 'thread', 'tool_call'
  ] loop
    kept := case
      when relation in ('workflow', 'export_stage', 'correction')
        then 'kept_from > (select redline.kept_since(''export''))'
      else 'recorded_at > (select redline.kept_since(''interaction''))'
    end;
    execute format('alter table redline.%I enable row level security', relation);
    execute format(
      'create policy recorder_writes on redline.%I to redline_recorder '
      'using (true) with check (true)', relation
    );
    execute format(
      'create policy owner_reads_own on redline.%I for select to redline_owner '
      'using (owner = (select redline.current_owner()) and %s)', relation, kept
    );
    execute format(
      'create policy fleet_reads_all on redline.%I for select to redline_fleet using (%s)',
      relation, kept
    );
    execute format(
      'grant select, insert, update on redline.%I to redline_recorder', relation
    );
    execute format(
      'grant select on redline.%I to redline_owner, redline_miner, redline_compliance, '
      'redline_admin', relation
    );
  end loop;
end $$;

-- An analyst reads figures, never content: these columns and no others.
grant select (owner, workflow_id, started_at, kept_from) on redline.workflow to redline_analyst;
grant select (
  owner, workflow_started_at, workflow_id, revision, stage, occurred_at, recorded_at, kept_from,
  document_id, document_type, extraction_method, extraction_confidence, model, confidence,
  processing_ms, tokens_used, template, format, editing_seconds, reported_fields_edited,
  reported_edits_per_minute, extracted, modified, deleted, added, char_edits, char_length,
  field, field_extracted, field_modified, field_deleted, field_added, file_format, file_bytes,
  total_seconds, reported_accuracy, reported_quality, ter_edits, ter_reference_words, satisfaction
) on redline.export_stage to redline_analyst;
grant select (
  owner, workflow_started_at, workflow_id, revision, ordinal, kept_from, field, change_type,
  pattern, original_length, modified_length, edit_distance
) on redline.correction to redline_analyst;
grant select (
  owner, occurred_at, interaction_id, recorded_at, thread_id, model, source, assistant_id,
  tokens_used, latency_ms, call_count, failed_call_count, repeats_previous
) on redline.interaction to redline_analyst;
grant select (
  owner, occurred_at, interaction_id, ordinal, recorded_at, tool, status, failed, duration_ms, model
) on redline.tool_call to redline_analyst;
