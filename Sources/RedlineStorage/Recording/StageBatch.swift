import Redline
import RedlinePostgres

/// Writes stages of document exports, a batch in one transaction.
///
/// The first record of a stage of a revision is stored; what comes after it in the same batch is held
/// against it.
struct StageBatch {
    struct Key: Hashable {
        let owner: Owner
        let id: WorkflowID
    }

    struct Place {
        var startedAt: Timestamp
        let keptFrom: Timestamp
    }

    struct Item {
        let position: Int
        let prepared: PreparedRecord
        let stage: StageRecord
        let key: Key

        /// When the workflow started as far as this record tells.
        var start: Timestamp { StageBatch.start(of: stage, acceptedAt: prepared.acceptedAt) }
        /// When it happened.
        var occurredAt: Timestamp {
            stage.isFirst ? start : stage.timestamp ?? prepared.acceptedAt
        }
    }

    private(set) var items: [Item] = []
    /// What closes the transaction that `write` has run in: the rows themselves.
    private(set) var closing: [Statement] = []
    private var places: [Key: Place] = [:]
    private var stages: [Key: WorkflowStages] = [:]
    /// Positions of records of which something is measured later.
    private var later: Set<Int> = []
    let kept: KeptDays
    let atOnce: MeasuringWork

    init(kept: KeptDays, atOnce: MeasuringWork) {
        self.kept = kept
        self.atOnce = atOnce
    }

    /// Records the records that have an owner, together with `closing`; the outcomes go by their
    /// positions.
    mutating func write(
        _ records: [(position: Int, prepared: PreparedRecord)],
        on connection: isolated Connection
    ) throws -> [(position: Int, outcome: RecordOutcome)] {
        for (position, prepared) in records {
            guard case .stage(let stage) = prepared.record, let owner = stage.owner,
                let id = stage.workflowID
            else { continue }
            let key = Key(owner: owner, id: id)
            items.append(Item(position: position, prepared: prepared, stage: stage, key: key))
        }
        guard !items.isEmpty else { return [] }
        try place(connection.pipeline([claim, lock].compactMap(\.self)).last)
        try readStages(on: connection)
        var outcomes: [(position: Int, outcome: RecordOutcome)] = []
        var fresh: [Item] = []
        var again: [Item] = []
        for item in items {
            // A workflow past its time is gone for everybody, whether or not it still lies there.
            guard let place = places[item.key],
                kept.end(of: item.key.owner.name, from: place.keptFrom)
                    > item.prepared.acceptedAt
            else {
                outcomes.append((item.position, .unknownWorkflow(id: "\(item.key.id)")))
                continue
            }
            switch stages[item.key]?.digest(of: item.stage) {
            case nil:
                fresh.append(item)
                stages[item.key, default: WorkflowStages()].add(item)
            case item.prepared.digest?:
                again.append(item)
                if let known = stages[item.key], isMeasuredLater(item, known) {
                    later.insert(item.position)
                }
            default:
                outcomes.append((item.position, .conflict(id: "\(item.key.id)")))
            }
        }
        try move(fresh, on: connection)
        insert(fresh)
        outcomes += again.map { ($0.position, .duplicate(receipt(of: $0))) }
        return outcomes + fresh.map { ($0.position, .recorded(receipt(of: $0))) }
    }

    // MARK: Where the workflows lie

    /// When a workflow starts as far as this record tells: stage 1 of the first revision says so,
    /// else the id does.
    static func start(of stage: StageRecord, acceptedAt: Timestamp) -> Timestamp {
        let carried = stage.workflowID?.time.flatMap { time in
            time <= acceptedAt.adding(days: PreparedRecord.aheadLimit)
                && time >= acceptedAt.adding(days: -PreparedRecord.backLimit) ? time : nil
        }
        if stage.isFirst { return stage.timestamp ?? carried ?? acceptedAt }
        return carried ?? stage.timestamp ?? acceptedAt
    }

    private var claim: Statement? {
        var claims: [Key: Place] = [:]
        for item in items where !item.prepared.requiresWorkflow {
            let known = claims[item.key]
            claims[item.key] = Place(
                startedAt: min(known?.startedAt ?? item.start, item.start),
                keptFrom: min(known?.keptFrom ?? item.prepared.acceptedAt, item.prepared.acceptedAt)
            )
        }
        for item in items.reversed() where item.stage.isFirst {
            claims[item.key]?.startedAt = item.start
        }
        guard !claims.isEmpty else { return nil }
        var columns = BatchColumns(
            [
                ("owner", PostgresType.text), ("workflow_id", PostgresType.uuid),
                ("started_at", PostgresType.timestamptz), ("kept_from", PostgresType.timestamptz),
            ],
            capacity: claims.count
        )
        for (key, place) in claims {
            columns.text(key.owner.name)
            columns.uuid(key.id)
            columns.time(place.startedAt)
            columns.time(place.keptFrom)
            columns.endRow()
        }
        return .recording(.claimWorkflows, columns.parameters)
    }

    private var lock: Statement {
        var columns = BatchColumns(
            [("owner", PostgresType.text), ("workflow_id", PostgresType.uuid)],
            capacity: items.count
        )
        for key in Set(items.map(\.key)) {
            columns.text(key.owner.name)
            columns.uuid(key.id)
            columns.endRow()
        }
        return .recording(.lockWorkflows, columns.parameters)
    }

    /// Takes where the workflows lie, from what `lock` gave.
    private mutating func place(_ locked: Rows?) throws {
        guard let locked else { return }
        for row in locked {
            guard let key = try Key(row), let start = try row["started_at"].timestamp,
                let kept = try row["kept_from"].timestamp
            else { continue }
            places[key] = Place(startedAt: start, keptFrom: kept)
        }
    }

    private mutating func readStages(on connection: isolated Connection) throws {
        var wanted: [Key: (revisions: Set<Int>, hasFirst: Bool)] = [:]
        for item in items where item.stage.hasSummary {
            wanted[item.key, default: ([], false)].revisions.insert(item.stage.revision)
            if item.stage.isFirst { wanted[item.key]?.hasFirst = true }
        }
        var columns = BatchColumns(
            [
                ("owner", PostgresType.text), ("workflow_id", PostgresType.uuid),
                ("started_at", PostgresType.timestamptz), ("revisions", PostgresType.text),
                ("has_first", PostgresType.bool),
            ],
            capacity: places.count
        )
        for (key, place) in places {
            columns.text(key.owner.name)
            columns.uuid(key.id)
            columns.time(place.startedAt)
            columns.text(ArrayLiteral.of(wanted[key]?.revisions.sorted() ?? []))
            columns.boolean(wanted[key]?.hasFirst ?? false)
            columns.endRow()
        }
        guard columns.rows > 0 else { return }
        var parameters = columns.parameters
        parameters["byte_limit"] = .integer(Self.neighbourByteLimit)
        parameters["revision_limit"] = .integer(Self.neighbourRevisionLimit)
        for row in try connection.run(.stagesOfWorkflows, parameters) {
            guard let key = try Key(row) else { continue }
            try stages[key, default: WorkflowStages()].add(row)
        }
    }

    /// A stage that comes late may say that its workflow started at another time: the first stage 1
    /// does, and an earlier stage while that is not known.
    private mutating func move(_ fresh: [Item], on connection: isolated Connection) throws {
        var starts: [Key: Timestamp] = [:]
        for item in fresh {
            guard let place = places[item.key] else { continue }
            if item.stage.isFirst {
                starts[item.key] = item.start
            } else if stages[item.key]?.hasFirst != true {
                starts[item.key] = min(starts[item.key] ?? place.startedAt, item.start)
            }
        }
        for (key, start) in starts {
            guard let place = places[key], place.startedAt != start else { continue }
            try connection.run(
                .moveWorkflow,
                [
                    "owner": .text(key.owner.name), "workflow_id": .uuid(key.id),
                    "started_at": .timestamp(start),
                    "old_started_at": .timestamp(place.startedAt),
                ]
            )
            places[key]?.startedAt = start
        }
    }

    // MARK: Writing

    private mutating func insert(_ fresh: [Item]) {
        guard !fresh.isEmpty else { return }
        var rows = StageColumns(capacity: fresh.count)
        var corrections = CorrectionColumns()
        var late = SummaryRateColumns()
        var pending = PendingMeasureColumns()
        for item in fresh {
            guard let place = places[item.key], let known = stages[item.key] else { continue }
            let measures = summaryMeasures(of: item, known)
            rows.append(item, place, measures.own)
            corrections.append(item, place)
            late.append(item.key, place, measures.others)
            if item.prepared.isMeasuredLater {
                pending.append(item.key, place, revision: item.stage.revision, item.stage.stage)
            }
            for revision in measures.later {
                pending.append(item.key, place, revision: revision, .finalSummaryAndDeliverable)
            }
            if item.prepared.isMeasuredLater || !measures.later.isEmpty {
                later.insert(item.position)
            }
        }
        closing.append(.recording(.insertStages, rows.columns.parameters))
        if corrections.columns.rows > 0 {
            closing.append(.recording(.insertCorrections, corrections.columns.parameters))
        }
        if late.columns.rows > 0 {
            closing.append(.recording(.setSummaryRate, late.columns.parameters))
        }
        if pending.columns.rows > 0 {
            closing.append(.recording(.insertPendingMeasures, pending.columns.parameters))
        }
    }

    /// A stage makes the status; feedback leaves it as it is.
    private func status(of item: Item) -> WorkflowStatus {
        guard item.stage.stage == .userFeedback else {
            return WorkflowStatus(furthest: item.stage.stage)
        }
        return WorkflowStatus(furthest: stages[item.key]?.furthest ?? .initialAISummary)
    }

    private func receipt(of item: Item) -> RecordReceipt {
        let place = places[item.key]
        return RecordReceipt(
            owner: item.key.owner,
            id: "\(item.key.id)",
            stage: item.stage.stage,
            status: status(of: item),
            revision: item.stage.revision,
            occurredAt: stages[item.key]?.occurredAt(item.stage) ?? item.occurredAt,
            expiresAt: kept.end(
                of: item.key.owner.name,
                from: place?.keptFrom ?? item.prepared.acceptedAt
            ),
            isMeasuredLater: later.contains(item.position)
        )
    }
}

extension StageBatch.Key {
    init?(_ row: Row) throws {
        guard let owner = try row["owner"].string.flatMap({ Owner($0) }),
            let id = try row["workflow_id"].string.flatMap({ WorkflowID($0) })
        else { return nil }
        self.init(owner: owner, id: id)
    }
}

extension StageRecord {
    /// Whether it is stage 1 of the first revision, which says when the workflow started.
    var isFirst: Bool { stage == .initialAISummary && revision == 1 }
    /// Whether it has a summary.
    var hasSummary: Bool { stage == .initialAISummary || stage == .finalSummaryAndDeliverable }
}
