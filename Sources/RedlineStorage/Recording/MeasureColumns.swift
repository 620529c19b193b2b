import Redline
import RedlinePostgres

extension BatchColumns {
    /// The columns that `measures(_:of:)` fills.
    static let measures: [(String, UInt32)] = [
        ("extracted", PostgresType.int4), ("modified", PostgresType.int4),
        ("deleted", PostgresType.int4), ("added", PostgresType.int4),
        ("char_edits", PostgresType.int8), ("char_length", PostgresType.int8),
        ("field", PostgresType.text), ("field_extracted", PostgresType.text),
        ("field_modified", PostgresType.text), ("field_deleted", PostgresType.text),
        ("field_added", PostgresType.text), ("leaf_key", PostgresType.text),
    ]

    /// What is measured of a stage's data: of stage 1 what was extracted, of stage 2 what was made
    /// of it, else nothing.
    mutating func measures(_ measures: StageMeasures?, of stage: ExportStage) {
        let comparison = measures?.comparison
        let isInitial = comparison == nil && stage == .initialAISummary
        guard let measures, comparison != nil || isInitial else {
            for _ in 0..<4 { integer(nil) }
            for _ in 0..<2 { big(nil) }
            for _ in 0..<6 { text(nil) }
            return
        }
        let fields = comparison?.fields ?? measures.extracted
        let total = fields.total
        integer(total.extracted)
        integer(isInitial ? nil : total.modified)
        integer(isInitial ? nil : total.deleted)
        integer(isInitial ? nil : total.added)
        let distances = measures.distances.compactMap(\.self)
        big(isInitial ? nil : distances.reduce(0) { $0 + $1.distance })
        big(
            isInitial
                ? nil : distances.reduce(0) { $0 + max($1.originalLength, $1.modifiedLength) }
        )
        text(ArrayLiteral.of(CountedName.of(fields.names)))
        text(ArrayLiteral.of(fields.counts.map(\.extracted)))
        text(ArrayLiteral.of(fields.counts.map(\.modified)))
        text(ArrayLiteral.of(fields.counts.map(\.deleted)))
        text(ArrayLiteral.of(fields.counts.map(\.added)))
        text(ArrayLiteral.of(measures.leafKeys.map(Int.init)))
    }
}

/// The measures of modifications that were recorded before they were measured.
struct LateMeasureColumns {
    private(set) var columns = BatchColumns(
        [
            ("owner", PostgresType.text), ("workflow_started_at", PostgresType.timestamptz),
            ("workflow_id", PostgresType.uuid), ("revision", PostgresType.int2),
        ] + BatchColumns.measures,
        capacity: 1
    )

    mutating func append(
        _ key: StageBatch.Key,
        _ place: StageBatch.Place,
        revision: Int,
        _ measures: StageMeasures
    ) {
        columns.text(key.owner.name)
        columns.time(place.startedAt)
        columns.uuid(key.id)
        columns.small(revision)
        columns.measures(measures, of: .userModifications)
        columns.endRow()
    }
}
