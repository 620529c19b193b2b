import Redline
import RedlinePostgres

/// The rows of `export_stage` of a batch.
struct StageColumns {
    private(set) var columns: BatchColumns

    init(capacity: Int) {
        let text = PostgresType.text
        let time = PostgresType.timestamptz
        let double = PostgresType.float8
        let integer = PostgresType.int4
        let big = PostgresType.int8
        columns = BatchColumns(
            [
                ("owner", text), ("workflow_started_at", time), ("workflow_id", PostgresType.uuid),
                ("revision", PostgresType.int2), ("stage", PostgresType.int2),
                ("occurred_at", time), ("recorded_at", time), ("kept_from", time),
                ("digest", PostgresType.bytea), ("record", PostgresType.json),
                ("document_id", text), ("document_type", text), ("extraction_method", text),
                ("extraction_confidence", double), ("model", text), ("confidence", double),
                ("processing_ms", double), ("tokens_used", big), ("template", text),
                ("format", text), ("editing_seconds", double), ("reported_fields_edited", big),
                ("reported_edits_per_minute", double),
            ] + BatchColumns.measures + [
                ("filename", text), ("file_format", text),
                ("mime_type", text), ("file_bytes", big), ("content_hash", text),
                ("total_seconds", double), ("reported_accuracy", double),
                ("reported_quality", double), ("ter_edits", integer),
                ("ter_reference_words", integer), ("summary_words", integer),
                ("kept_words", integer), ("satisfaction", PostgresType.int2),
                ("scored_path", text), ("scored_field", text), ("scored_confidence", text),
            ],
            capacity: capacity
        )
    }

    mutating func append(
        _ item: StageBatch.Item,
        _ place: StageBatch.Place,
        _ rate: SummaryComparison?
    ) {
        let stage = item.stage
        columns.text(item.key.owner.name)
        columns.time(place.startedAt)
        columns.uuid(item.key.id)
        columns.small(stage.revision)
        columns.small(stage.stage.rawValue)
        columns.time(item.occurredAt)
        columns.time(item.prepared.acceptedAt)
        columns.time(place.keptFrom)
        columns.bytes(item.prepared.digest.bytes)
        columns.json(stage.document.root)
        described(stage.facts)
        columns.measures(item.prepared.measures, of: stage.stage)
        delivered(stage.facts)
        columns.integer(rate?.edits)
        columns.integer(rate?.referenceWords)
        columns.integer(rate?.words)
        columns.integer(rate?.keptWords)
        columns.small(stage.facts.satisfaction)
        let scored = item.prepared.measures?.scored
        columns.text(scored.map { ArrayLiteral.of($0.paths) })
        columns.text(scored.map { ArrayLiteral.of(CountedName.of($0.names)) })
        columns.text(scored.map { ArrayLiteral.of($0.confidences) })
        columns.endRow()
    }

    private mutating func described(_ facts: StageFacts) {
        columns.text(facts.documentID)
        columns.name(facts.documentType)
        columns.name(facts.extractionMethod)
        columns.double(facts.extractionConfidence)
        columns.name(facts.model)
        columns.double(facts.confidence)
        columns.double(facts.processingMilliseconds)
        columns.big(facts.tokensUsed)
        columns.name(facts.template)
        columns.name(facts.format)
        columns.double(facts.editingSeconds)
        columns.big(facts.reportedFieldsEdited)
        columns.double(facts.reportedEditsPerMinute)
    }

    private mutating func delivered(_ facts: StageFacts) {
        columns.text(facts.filename)
        columns.name(facts.fileFormat)
        columns.text(facts.mimeType)
        columns.big(facts.fileBytes)
        columns.text(facts.contentHash)
        columns.double(facts.totalSeconds)
        columns.double(facts.reportedAccuracy)
        columns.double(facts.reportedQuality)
    }
}
