import Redline
import RedlinePostgres

/// What is measured in one transaction: a comparison, or some summaries of one workflow.
///
/// The workflow itself is locked only to write, once everything is measured, so that nobody who
/// records in it waits for a measure. What was measured is thrown away where one of the stages it
/// came from has changed meanwhile; its mark is still there then, and its turn comes again.
struct MeasuringSlice: Sendable {
    let key: StageBatch.Key
    private let revision: Int
    private let stage: ExportStage

    /// The most stages of a slice.
    private static let stageLimit = 100
    /// The work after which a slice takes no further summary, in steps: about a second.
    private static let workLimit = MeasuringWork(steps: 1_000_000_000)

    init?(_ row: Row) throws {
        guard let key = try StageBatch.Key(row), let revision = try row["revision"].int,
            let stage = try row["stage"].int.flatMap({ ExportStage(rawValue: $0) })
        else { return nil }
        self.key = key
        self.revision = revision
        self.stage = stage
    }

    /// Measures, within a transaction of the role that records; gives back how many stages are measured now.
    func measure(on connection: isolated Connection) throws -> Int {
        let marks = try connection.run(
            .lockPendingMeasures,
            parameters([
                "revision": .integer(revision), "stage": .integer(stage.rawValue),
                "slice_limit": .integer(Self.stageLimit),
            ])
        )
        // Without one, somebody else has it, or its workflow is gone.
        guard let first = marks.first, let startedAt = try first["started_at"].timestamp else {
            return 0
        }
        let revisions = try marks.compactMap { try $0["revision"].int }
        guard try first["is_past"].bool != true else {
            try removeMarks(of: revisions, on: connection)
            return 0
        }
        if stage == .userModifications {
            return try measureModifications(startedAt, on: connection)
        }
        return try measureSummaries(of: revisions, startedAt, on: connection)
    }

    // MARK: Modifications

    private func measureModifications(
        _ startedAt: Timestamp,
        on connection: isolated Connection
    ) throws -> Int {
        guard let sent = try record(stage, of: revision, startedAt, on: connection) else {
            try removeMarks(of: [revision], ifStillAt: startedAt, on: connection)
            return 0
        }
        let context = RecordContext(owner: key.owner, workflowID: key.id, stage: stage)
        guard case .stage(let record) = try Record(sent.document, context: context) else {
            return 0
        }
        let measures = StageMeasures(record.facts)
        guard let place = try lockedPlace(ifStillAt: startedAt, on: connection) else { return 0 }
        var columns = LateMeasureColumns()
        columns.append(key, place, revision: revision, measures)
        var corrections = CorrectionColumns()
        corrections.append(key, place, record, measures)
        try connection.run(.setStageMeasures, columns.columns.parameters)
        if corrections.columns.rows > 0 {
            try connection.run(.insertCorrections, corrections.columns.parameters)
        }
        try removeMarks(of: [revision], on: connection)
        return 1
    }

    // MARK: Summaries

    private func measureSummaries(
        of revisions: [Int],
        _ startedAt: Timestamp,
        on connection: isolated Connection
    ) throws -> Int {
        var pairs: [SummaryPair] = []
        var budget = Self.workLimit
        let first = try record(.initialAISummary, of: 1, startedAt, on: connection)
        for revision in revisions {
            let own =
                revision == 1
                ? nil : try record(.initialAISummary, of: revision, startedAt, on: connection)
            let final = try record(
                .finalSummaryAndDeliverable,
                of: revision,
                startedAt,
                on: connection
            )
            let pair = SummaryPair(revision, first: first, own: own, final: final)
            guard pairs.isEmpty || budget.spend(pair.work) else { break }
            pairs.append(pair.measured())
            guard !Task.isCancelled else { throw CancellationError() }
        }
        guard let place = try lockedPlace(ifStillAt: startedAt, on: connection) else { return 0 }
        let digests = try self.digests(of: pairs.map(\.revision), startedAt, on: connection)
        let current = pairs.filter { $0.isCurrent(in: digests) }
        var rates = SummaryRateColumns()
        rates.append(key, place, current.map { ($0.revision, $0.rate) })
        if rates.columns.rows > 0 {
            try connection.run(.setSummaryRate, rates.columns.parameters)
        }
        try removeMarks(of: current.map(\.revision), on: connection)
        return current.count
    }

    private func digests(
        of revisions: [Int],
        _ startedAt: Timestamp,
        on connection: isolated Connection
    ) throws -> [SummaryPair.Place: RecordDigest] {
        var digests: [SummaryPair.Place: RecordDigest] = [:]
        let rows = try connection.run(
            .summaryDigests,
            parameters([
                "started_at": .timestamp(startedAt),
                "revision": .array(revisions.map { Int16(clamping: $0) }),
            ])
        )
        for row in rows {
            guard let revision = try row["revision"].int, let stage = try row["stage"].int,
                let digest = try row["digest"].bytes.flatMap({ RecordDigest($0) })
            else { continue }
            digests[SummaryPair.Place(revision: revision, stage: stage)] = digest
        }
        return digests
    }

    // MARK: The database

    private func record(
        _ stage: ExportStage,
        of revision: Int,
        _ startedAt: Timestamp,
        on connection: isolated Connection
    ) throws -> SentStage? {
        let rows = try connection.run(
            .stageRecord,
            parameters([
                "started_at": .timestamp(startedAt), "revision": .integer(revision),
                "stage": .integer(stage.rawValue),
            ])
        )
        return try rows.first.flatMap { try SentStage($0) }
    }

    /// Locks the workflow; nil where it is gone, or lies elsewhere than where its stages were read.
    private func lockedPlace(
        ifStillAt startedAt: Timestamp,
        on connection: isolated Connection
    ) throws -> StageBatch.Place? {
        var columns = BatchColumns(
            [("owner", PostgresType.text), ("workflow_id", PostgresType.uuid)],
            capacity: 1
        )
        columns.text(key.owner.name)
        columns.uuid(key.id)
        columns.endRow()
        guard let row = try connection.run(.lockWorkflows, columns.parameters).first,
            let start = try row["started_at"].timestamp, start == startedAt,
            let kept = try row["kept_from"].timestamp
        else { return nil }
        return StageBatch.Place(startedAt: start, keptFrom: kept)
    }

    /// Takes the marks of stages away that are no longer there to be measured.
    private func removeMarks(
        of revisions: [Int],
        ifStillAt startedAt: Timestamp,
        on connection: isolated Connection
    ) throws {
        guard try lockedPlace(ifStillAt: startedAt, on: connection) != nil else { return }
        try removeMarks(of: revisions, on: connection)
    }

    private func removeMarks(of revisions: [Int], on connection: isolated Connection) throws {
        try connection.run(
            .removePendingMeasures,
            parameters([
                "stage": .integer(stage.rawValue),
                "revision": .array(revisions.map { Int16(clamping: $0) }),
            ])
        )
    }

    private func parameters(_ others: [String: Parameter]) -> [String: Parameter] {
        others.merging(["owner": .text(key.owner.name), "workflow_id": .uuid(key.id)]) { $1 }
    }
}

extension RecordingStatement {
    fileprivate static let lockPendingMeasures = Self("lock_pending_measures")
    fileprivate static let stageRecord = Self("stage_record")
    fileprivate static let summaryDigests = Self("summary_digests")
    fileprivate static let setStageMeasures = Self("set_stage_measures")
    fileprivate static let removePendingMeasures = Self("remove_pending_measures")
}
