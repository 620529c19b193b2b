import Redline
import RedlinePostgres

/// Keeps parts of traces until their conversations are put together.
public struct TraceStore: Sendable {
    private let pool: ConnectionPool

    /// Creates a door to the parts of a database.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// What became of parts that were to be kept.
    public struct Receipt: Sendable {
        /// The parts that had not been there before.
        public var fresh: Set<WaitingPart.Key> = []
        /// The traces of which parts came from elsewhere meanwhile.
        public var joined: [WaitingTrace.Key] = []
        /// The owners of whom nothing may be recorded, and whether their erasure is under way.
        public var erased: [Owner: Bool] = [:]

        /// Creates the receipt of nothing.
        public init() {}
    }

    /// What waits of traces of which more has come.
    ///
    /// - Parameters:
    ///   - traces: The traces, each with the most parts for which it is worth reading: of one of
    ///     which more waits it is only said that it does.
    ///   - settling: What waits longer than a part that comes now and waits so long is postponed.
    /// - Returns: The traces of which anything waits.
    /// - Throws: `PostgresError`.
    public func waiting(
        of traces: [(key: WaitingTrace.Key, mostParts: Int)],
        settling: Duration
    ) async throws -> [WaitingTrace] {
        guard !traces.isEmpty else { return [] }
        var parameters = Self.columns(traces, "most_parts")
        parameters["settling_seconds"] = .double(settling / .seconds(1))
        let statement = Statement.recording(.openTraces, parameters)
        let rows = try await pool.run(role: Self.role, settings: Self.byKey, [statement])
        return try Self.traces(rows[0])
    }

    /// Keeps parts; once it returns they are durable.
    ///
    /// - Parameters:
    ///   - parts: The parts; a part that waits already is kept once.
    ///   - known: What was known to wait of their traces.
    ///   - settling: After so long without a further part, their traces are due.
    /// - Returns: What is new, what came from elsewhere, and what is refused.
    /// - Throws: `PostgresError`.
    public func keep(
        _ parts: [WaitingPart],
        besides known: [WaitingTrace],
        settling: Duration
    ) async throws -> Receipt {
        guard !parts.isEmpty else { return Receipt() }
        return try await pool.withTransaction(role: Self.role, settings: Self.byKey) { connection in
            var receipt = Receipt()
            let refusals = RecordWriter.refusals(of: Set(parts.map(\.key.owner)))
            for row in try connection.executePrepared(refusals.sql, refusals.parameters) {
                guard let owner = try row["owner"].string.flatMap({ Owner($0) }) else { continue }
                receipt.erased[owner] = try row["is_under_way"].bool ?? false
            }
            let taken = parts.filter { receipt.erased[$0.key.owner] == nil }
            guard !taken.isEmpty else { return receipt }
            var parameters = Self.columns(taken)
            parameters["settling_seconds"] = .double(settling / .seconds(1))
            let kept = try connection.pipeline([
                .recording(.keepTraceParts, parameters),
                .recording(
                    .tracesWithMore,
                    Self.columns(Self.counts(taken, besides: known), "parts")
                ),
            ])
            receipt.fresh = Set(try kept[0].compactMap { try WaitingPart.Key($0) })
            receipt.joined = try kept[1].compactMap { try WaitingTrace.Key($0) }
            // A part that comes again hastens nothing.
            let fresh = Set(receipt.fresh.map { WaitingTrace.Key($0) })
            let hastened = known.filter(\.isPostponed).map(\.key).filter(fresh.contains)
            if !hastened.isEmpty {
                var columns = Self.columns(hastened)
                columns["settling_seconds"] = parameters["settling_seconds"]
                try connection.run(.hastenTraceParts, columns)
            }
            return receipt
        }
    }

    /// How many parts of each trace there should be, where all that waited is known.
    private static func counts(
        _ parts: [WaitingPart],
        besides known: [WaitingTrace]
    ) -> [(key: WaitingTrace.Key, mostParts: Int)] {
        var counts: [WaitingTrace.Key: Int] = [:]
        for part in parts { counts[WaitingTrace.Key(part.key), default: 0] += 1 }
        for trace in known {
            guard !trace.isTooLong else {
                counts[trace.key] = nil
                continue
            }
            counts[trace.key]? += trace.parts.count
        }
        return counts.map { ($0.key, $0.value) }
    }

    /// All that waits of these traces.
    ///
    /// - Throws: `PostgresError`.
    public func parts(of traces: [WaitingTrace.Key]) async throws -> [WaitingTrace] {
        guard !traces.isEmpty else { return [] }
        let statement = Statement.recording(.traceParts, Self.columns(traces))
        return try Self.traces(
            await pool.run(role: Self.role, settings: Self.byKey, [statement])[0]
        )
    }

    /// The traces of which nothing more has come for a while, with all that waits of them.
    ///
    /// - Parameters:
    ///   - limit: The most traces that are given back.
    ///   - longestWait: A trace that began so long ago is among them, whatever still comes of it.
    /// - Returns: Those that have waited longest first.
    /// - Throws: `PostgresError`.
    public func due(
        atMost limit: Int,
        longestWait: Duration
    ) async throws -> [WaitingTrace] {
        try await pool.withTransaction(role: Self.role, settings: Self.byKey) { connection in
            var keys: [WaitingTrace.Key] = []
            let parameters: [String: Parameter] = [
                "most_traces": .integer(limit),
                "longest_seconds": .double(longestWait / .seconds(1)),
            ]
            for row in try connection.run(.dueTraces, parameters) {
                if let key = try WaitingTrace.Key(row) { keys.append(key) }
            }
            guard !keys.isEmpty else { return [] }
            return try Self.traces(connection.run(.traceParts, Self.columns(keys)))
        }
    }

    /// Takes parts away that have become interactions, or from which none can be made.
    ///
    /// Nobody waits until that is on disk: where it is lost, they become the same interactions again,
    /// which are stored already.
    ///
    /// - Throws: `PostgresError`.
    public func remove(_ keys: [WaitingPart.Key]) async throws {
        guard !keys.isEmpty else { return }
        let statement = Statement.recording(.removeTraceParts, Self.columns(keys))
        try await pool.run(role: Self.role, settings: Self.unhurried, [statement])
    }

    /// Lets parts wait until so long after they came.
    ///
    /// - Throws: `PostgresError`.
    public func postpone(_ keys: [WaitingPart.Key], patience: Duration) async throws {
        guard !keys.isEmpty else { return }
        var columns = Self.columns(keys)
        columns["patience_seconds"] = .double(patience / .seconds(1))
        let statement = Statement.recording(.postponeTraceParts, columns)
        try await pool.run(role: Self.role, settings: Self.unhurried, [statement])
    }

    /// Removes what is past its time, and says how much is left.
    ///
    /// - Throws: `PostgresError`.
    public func tidy() async throws -> WaitingSize {
        try await pool.withTransaction(role: Self.role) { connection in
            try connection.run(.removeExpiredTraceParts)
            var size = WaitingSize()
            let most: [String: Parameter] = ["most_owners": .integer(WaitingSize.namedOwners)]
            for row in try connection.run(.waitingTraceParts, most) {
                let bytes = try row["bytes"].int ?? 0
                if let name = try row["owner"].string {
                    if let owner = Owner(name) { size.owners[owner] = bytes }
                } else {
                    size.parts = try row["parts"].int ?? 0
                    size.bytes = bytes
                }
            }
            return size
        }
    }

    private static let role = "redline_recorder"
    // All look rows up by their keys. A plan that was made while the table was empty, as it mostly is,
    // and is kept, would read it whole for each trace.
    private static let byKey = [
        "enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off",
    ]
    /// What comes again where it is lost does not wait for the disk.
    private static let unhurried = byKey.merging(["synchronous_commit": "off"]) { $1 }

    private static func traces(_ rows: Rows) throws -> [WaitingTrace] {
        var traces: [WaitingTrace] = []
        for row in rows {
            guard let trace = try WaitingTrace.Key(row) else { continue }
            let recordedAt = try row["recorded_at"].timestamp
            if traces.last?.key != trace {
                traces.append(WaitingTrace(trace, since: recordedAt ?? .now))
                traces[traces.count - 1].isPostponed = try row["is_postponed"].bool ?? false
            }
            guard let key = try WaitingPart.Key(row), let body = try row["part"].bytes,
                let recordedAt
            else {
                traces[traces.count - 1].isTooLong = true
                continue
            }
            traces[traces.count - 1].add(WaitingPart(key: key, body: body), recordedAt)
        }
        return traces
    }

    private static func columns(
        _ traces: [(key: WaitingTrace.Key, mostParts: Int)],
        _ name: String
    ) -> [String: Parameter] {
        var columns = BatchColumns(
            [
                ("owner", PostgresType.text), ("trace_id", PostgresType.text),
                (name, PostgresType.int4),
            ],
            capacity: traces.count
        )
        for (key, count) in traces {
            columns.text(key.owner.name)
            columns.text(key.traceID)
            columns.integer(count)
            columns.endRow()
        }
        return columns.parameters
    }

    private static func columns(_ keys: [WaitingTrace.Key]) -> [String: Parameter] {
        var columns = BatchColumns(
            [("owner", PostgresType.text), ("trace_id", PostgresType.text)],
            capacity: keys.count
        )
        for key in keys {
            columns.text(key.owner.name)
            columns.text(key.traceID)
            columns.endRow()
        }
        return columns.parameters
    }

    private static func columns(_ parts: [WaitingPart]) -> [String: Parameter] {
        var columns = BatchColumns(
            [
                ("owner", PostgresType.text), ("trace_id", PostgresType.text),
                ("part_id", PostgresType.text), ("part", PostgresType.json),
            ],
            capacity: parts.count
        )
        for part in parts {
            columns.text(part.key.owner.name)
            columns.text(part.key.traceID)
            columns.text(part.key.partID)
            columns.json(text: part.body)
            columns.endRow()
        }
        return columns.parameters
    }

    private static func columns(_ keys: [WaitingPart.Key]) -> [String: Parameter] {
        var columns = BatchColumns(
            [
                ("owner", PostgresType.text), ("trace_id", PostgresType.text),
                ("part_id", PostgresType.text),
            ],
            capacity: keys.count
        )
        for key in keys {
            columns.text(key.owner.name)
            columns.text(key.traceID)
            columns.text(key.partID)
            columns.endRow()
        }
        return columns.parameters
    }
}

extension RecordingStatement {
    fileprivate static let keepTraceParts = Self("keep_trace_parts")
    fileprivate static let hastenTraceParts = Self("hasten_trace_parts")
    fileprivate static let openTraces = Self("open_traces")
    fileprivate static let tracesWithMore = Self("traces_with_more")
    fileprivate static let traceParts = Self("trace_parts")
    fileprivate static let dueTraces = Self("due_traces")
    fileprivate static let removeTraceParts = Self("remove_trace_parts")
    fileprivate static let postponeTraceParts = Self("postpone_trace_parts")
    fileprivate static let removeExpiredTraceParts = Self("remove_expired_trace_parts")
    fileprivate static let waitingTraceParts = Self("waiting_trace_parts")
}
