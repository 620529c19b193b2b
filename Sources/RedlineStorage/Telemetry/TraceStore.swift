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
        /// All that waits of their traces now.
        public var waiting: [WaitingTrace] = []
        /// The owners of whom nothing may be recorded, and whether their erasure is under way.
        public var erased: [Owner: Bool] = [:]

        /// Creates the receipt of nothing.
        public init() {}
    }

    /// Keeps parts, and gives back all that waits of their traces; once it returns they are durable.
    ///
    /// - Parameters:
    ///   - parts: The parts; a part that waits already is kept once.
    ///   - settling: After so long without a further part, their traces are due.
    /// - Returns: What is new, what waits, and what is refused.
    /// - Throws: `PostgresError`.
    public func keep(
        _ parts: [WaitingPart],
        settling: Duration
    ) async throws -> Receipt {
        guard !parts.isEmpty else { return Receipt() }
        return try await pool.withTransaction(role: "redline_recorder") { connection in
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
            for row in try connection.run(.keepTraceParts, parameters) {
                if let key = try WaitingPart.Key(row) { receipt.fresh.insert(key) }
            }
            let traces = Set(taken.map { WaitingTrace.Key($0.key) })
            receipt.waiting = try Self.parts(of: Array(traces), settling, on: connection)
            // A part that comes again hastens nothing.
            let fresh = Set(receipt.fresh.map { WaitingTrace.Key($0) })
            let hastened = receipt.waiting.filter(\.isPostponed).map(\.key).filter(fresh.contains)
            if !hastened.isEmpty {
                var columns = Self.columns(hastened)
                columns["settling_seconds"] = parameters["settling_seconds"]
                try connection.run(.hastenTraceParts, columns)
            }
            return receipt
        }
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
        try await pool.withTransaction(role: "redline_recorder") { connection in
            var keys: [WaitingTrace.Key] = []
            let parameters: [String: Parameter] = [
                "most_traces": .integer(limit),
                "longest_seconds": .double(longestWait / .seconds(1)),
            ]
            for row in try connection.run(.dueTraces, parameters) {
                if let key = try WaitingTrace.Key(row) { keys.append(key) }
            }
            return try Self.parts(of: keys, .zero, on: connection)
        }
    }

    /// Takes parts away that have become interactions, or from which none can be made.
    ///
    /// - Throws: `PostgresError`.
    public func remove(_ keys: [WaitingPart.Key]) async throws {
        guard !keys.isEmpty else { return }
        let columns = Self.columns(keys)
        _ = try await pool.withTransaction(role: "redline_recorder") { connection in
            try connection.run(.removeTraceParts, columns)
        }
    }

    /// Lets parts wait until so long after they came.
    ///
    /// - Throws: `PostgresError`.
    public func postpone(_ keys: [WaitingPart.Key], patience: Duration) async throws {
        guard !keys.isEmpty else { return }
        var columns = Self.columns(keys)
        columns["patience_seconds"] = .double(patience / .seconds(1))
        _ = try await pool.withTransaction(role: "redline_recorder") { [columns] connection in
            try connection.run(.postponeTraceParts, columns)
        }
    }

    /// Removes what is past its time, and says how much is left.
    ///
    /// - Throws: `PostgresError`.
    public func tidy() async throws -> WaitingSize {
        try await pool.withTransaction(role: "redline_recorder") { connection in
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

    private static func parts(
        of keys: [WaitingTrace.Key],
        _ settling: Duration,
        on connection: isolated Connection
    ) throws -> [WaitingTrace] {
        guard !keys.isEmpty else { return [] }
        var traces: [WaitingTrace] = []
        var parameters = columns(keys)
        parameters["settling_seconds"] = .double(settling / .seconds(1))
        for row in try connection.run(.traceParts, parameters) {
            guard let key = try WaitingPart.Key(row), let body = try row["part"].bytes,
                let recordedAt = try row["recorded_at"].timestamp
            else { continue }
            let part = WaitingPart(key: key, body: body)
            let trace = WaitingTrace.Key(key)
            if traces.last?.key == trace {
                traces[traces.count - 1].add(part, recordedAt)
            } else {
                traces.append(WaitingTrace(trace, part, recordedAt))
            }
            if try row["is_postponed"].bool ?? false { traces[traces.count - 1].isPostponed = true }
        }
        return traces
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
    fileprivate static let traceParts = Self("trace_parts")
    fileprivate static let dueTraces = Self("due_traces")
    fileprivate static let removeTraceParts = Self("remove_trace_parts")
    fileprivate static let postponeTraceParts = Self("postpone_trace_parts")
    fileprivate static let removeExpiredTraceParts = Self("remove_expired_trace_parts")
    fileprivate static let waitingTraceParts = Self("waiting_trace_parts")
}
