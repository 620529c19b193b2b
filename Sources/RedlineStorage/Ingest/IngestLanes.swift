import Redline

/// Several writers side by side, each with owners of its own, so that they never wait for each
/// other's workflows and threads.
///
/// Each writer has a batch that it writes and one that fills up meanwhile; what is read waits only
/// where both are full.
struct IngestLanes {
    /// What became of the lines of one or several batches.
    struct Settled {
        var accepted = 0
        var duplicates = 0
        /// Records among the accepted that wait on local disk.
        var spooled = 0
        /// Records among the accepted of which something is measured later.
        var measuredLater = 0
        /// In the order of their lines.
        var rejections: [Ingest.Rejection] = []
    }

    fileprivate struct Batch: Sendable {
        var prepared: [PreparedRecord] = []
        var origins: [IngestOrigin] = []
        var rejections: [Ingest.Rejection] = []
        var bytes = 0

        var isEmpty: Bool { prepared.isEmpty && rejections.isEmpty }
        var isFull: Bool {
            prepared.count + rejections.count >= RecordWriter.batchLimit
                || bytes >= IngestLanes.byteLimit
        }
    }

    private struct Lane {
        let writer: any RecordSink
        var open = Batch()
        var underWay: (batch: Batch, outcomes: Task<[RecordOutcome], any Error>)?
    }

    private var lanes: [Lane]
    /// Stages that name no owner: they wait until the workflows that they belong to are written.
    private var ownerless = Batch()

    /// The bytes of records at which a batch is full, however few they are.
    private static let byteLimit = 8 * 1024 * 1024

    init(_ writers: [any RecordSink]) {
        lanes = writers.map { Lane(writer: $0) }
    }

    /// Takes a line; gives back what was settled on the way.
    ///
    /// - Throws: `PostgresError` where the database fails.
    mutating func add(_ line: IngestLine) async throws -> Settled? {
        switch line {
        case .blank:
            return nil
        case .refused(let rejection):
            lanes[0].open.rejections.append(rejection)
            lanes[0].open.bytes += rejection.text.count
            return try await passOn(0)
        case .record(let prepared, let origin):
            guard let owner = prepared.record.owner else {
                ownerless.add(prepared, origin)
                return ownerless.isFull ? try await writeOwnerless() : nil
            }
            let lane = Int(UInt(bitPattern: owner.hashValue) % UInt(lanes.count))
            lanes[lane].open.add(prepared, origin)
            return try await passOn(lane)
        }
    }

    /// Writes what is left.
    ///
    /// - Throws: `PostgresError` where the database fails.
    mutating func finish() async throws -> Settled? {
        var settled = try await writeLanes()
        if let last = try await writeOwnerless() { settled = (settled ?? Settled()).adding(last) }
        return settled
    }

    /// Stops what is under way.
    func cancel() {
        for lane in lanes { lane.underWay?.outcomes.cancel() }
    }

    private mutating func passOn(_ lane: Int) async throws -> Settled? {
        guard lanes[lane].open.isFull else { return nil }
        let settled = try await settle(lane)
        start(lane)
        return settled
    }

    private mutating func start(_ lane: Int) {
        let batch = lanes[lane].open
        let writer = lanes[lane].writer
        lanes[lane].open = Batch()
        lanes[lane].underWay = (batch, Task { try await writer.write(batch.prepared) })
    }

    private mutating func settle(_ lane: Int) async throws -> Settled? {
        guard let (batch, outcomes) = lanes[lane].underWay else { return nil }
        let settled = Settled(batch, try await outcomes.value)
        lanes[lane].underWay = nil
        return settled
    }

    private mutating func writeLanes() async throws -> Settled? {
        var settled: Settled?
        for lane in lanes.indices {
            if let before = try await settle(lane) {
                settled = (settled ?? Settled()).adding(before)
            }
            if !lanes[lane].open.isEmpty { start(lane) }
        }
        for lane in lanes.indices {
            if let last = try await settle(lane) { settled = (settled ?? Settled()).adding(last) }
        }
        return settled
    }

    private mutating func writeOwnerless() async throws -> Settled? {
        guard !ownerless.isEmpty else { return nil }
        let before = try await writeLanes()
        let batch = ownerless
        ownerless = Batch()
        let last = Settled(batch, try await lanes[0].writer.write(batch.prepared))
        return (before ?? Settled()).adding(last)
    }
}

extension IngestLanes.Batch {
    fileprivate mutating func add(_ record: PreparedRecord, _ origin: IngestOrigin) {
        prepared.append(record)
        origins.append(origin)
        bytes += origin.document.withSourceBytes(\.count)
    }
}

extension IngestLanes.Settled {
    fileprivate init(_ batch: IngestLanes.Batch, _ outcomes: [RecordOutcome]) {
        rejections = batch.rejections
        for (outcome, origin) in zip(outcomes, batch.origins) {
            switch outcome {
            case .recorded(let receipt):
                accepted += 1
                if receipt.isMeasuredLater { measuredLater += 1 }
            case .duplicate: duplicates += 1
            case .spooled(let receipt):
                accepted += 1
                spooled += 1
                if receipt.isMeasuredLater { measuredLater += 1 }
            case .refused, .conflict, .unknownWorkflow, .ownerErased: break
            }
            if let rejection = Ingest.Rejection(outcome, origin) { rejections.append(rejection) }
        }
        rejections.sort { $0.line < $1.line }
    }

    fileprivate func adding(_ other: Self) -> Self {
        var sum = self
        sum.accepted += other.accepted
        sum.duplicates += other.duplicates
        sum.spooled += other.spooled
        sum.measuredLater += other.measuredLater
        sum.rejections += other.rejections
        sum.rejections.sort { $0.line < $1.line }
        return sum
    }
}
