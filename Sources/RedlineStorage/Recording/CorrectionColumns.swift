import Redline
import RedlinePostgres

/// The rows of `correction` of a batch.
struct CorrectionColumns {
    private(set) var columns = BatchColumns(
        [
            ("owner", PostgresType.text), ("workflow_started_at", PostgresType.timestamptz),
            ("workflow_id", PostgresType.uuid), ("revision", PostgresType.int2),
            ("ordinal", PostgresType.int4), ("kept_from", PostgresType.timestamptz),
            ("field", PostgresType.text), ("original_path", PostgresType.text),
            ("modified_path", PostgresType.text), ("change_type", PostgresType.text),
            ("pattern", PostgresType.text), ("original", PostgresType.json),
            ("modified", PostgresType.json), ("original_length", PostgresType.int4),
            ("modified_length", PostgresType.int4), ("edit_distance", PostgresType.int4),
            ("reason", PostgresType.text), ("original_key", PostgresType.int8),
        ],
        capacity: 64
    )

    mutating func append(_ item: StageBatch.Item, _ place: StageBatch.Place) {
        guard let measures = item.prepared.measures else { return }
        append(item.key, place, item.stage, measures)
    }

    /// The corrections of one stage, as they were measured.
    mutating func append(
        _ key: StageBatch.Key,
        _ place: StageBatch.Place,
        _ stage: StageRecord,
        _ measures: StageMeasures
    ) {
        let reasons = stage.facts.reasons
        for (ordinal, change) in (measures.comparison?.changes ?? []).enumerated() {
            let distance = measures.distances[ordinal]
            columns.text(key.owner.name)
            columns.time(place.startedAt)
            columns.uuid(key.id)
            columns.small(stage.revision)
            columns.integer(ordinal + 1)
            columns.time(place.keptFrom)
            columns.name(change.field)
            columns.text(change.originalPath)
            columns.text(change.modifiedPath)
            columns.text(change.changeType.rawValue)
            columns.text(change.pattern.rawValue)
            columns.json(change.original)
            columns.json(change.modified)
            columns.integer(distance?.originalLength)
            columns.integer(distance?.modifiedLength)
            columns.integer(distance?.distance)
            columns.text(reasons[change.path] ?? reasons[change.field])
            columns.big(
                change.original.flatMap { LeafKeys.key(of: $0, field: change.field) }.map(Int.init)
            )
            columns.endRow()
        }
    }
}

/// Edit rates and survival of summaries that a first summary, coming late, makes known.
struct SummaryRateColumns {
    private(set) var columns = BatchColumns(
        [
            ("owner", PostgresType.text), ("workflow_started_at", PostgresType.timestamptz),
            ("workflow_id", PostgresType.uuid), ("revision", PostgresType.int2),
            ("ter_edits", PostgresType.int4), ("ter_reference_words", PostgresType.int4),
            ("summary_words", PostgresType.int4), ("kept_words", PostgresType.int4),
        ],
        capacity: 4
    )

    mutating func append(
        _ key: StageBatch.Key,
        _ place: StageBatch.Place,
        _ rates: [(revision: Int, rate: SummaryComparison?)]
    ) {
        for (revision, rate) in rates {
            columns.text(key.owner.name)
            columns.time(place.startedAt)
            columns.uuid(key.id)
            columns.small(revision)
            columns.integer(rate?.edits)
            columns.integer(rate?.referenceWords)
            columns.integer(rate?.words)
            columns.integer(rate?.keptWords)
            columns.endRow()
        }
    }
}
