import Redline
import RedlinePostgres

/// Removes what is past its time, and gives back its space.
///
/// Records go by whole weeks: a partition is taken out and dropped. What has to stay of it, because
/// it came late, or its owner is on hold or has a longer time, is put into a partition in its place.
/// What is past a shorter time of its owner's own goes before, row by row.
public struct Retention: Sendable {
    let pool: ConnectionPool

    static let role = "redline_compliance"
    /// How long others are held up at most by a partition that cannot be taken out yet.
    private static let lockTimeout = "500ms"
    private static let tries = 10
    private static let pause = Duration.seconds(1)

    /// Creates a door to the retention of a database.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// How long what is kept, in days.
    ///
    /// - Throws: `PostgresError`.
    public func settings() async throws -> [(kind: RetentionKind, days: Int)] {
        try await pool.withTransaction { connection in
            try connection.run(.retentionSettings).compactMap { row in
                guard let kind = try row["kind"].string.flatMap(RetentionKind.init(rawValue:)),
                    let days = try row["days"].int
                else { return nil }
                return (kind, days)
            }
        }
    }

    /// Sets how long something is kept, in days, 1 to 99999; what is past its time then is hidden at
    /// once, and goes with the next run.
    ///
    /// - Throws: `PostgresError`.
    public func set(_ kind: RetentionKind, days: Int, by actor: AuditActor) async throws {
        try await pool.withTransaction(role: Self.role) { connection in
            _ = try connection.run(
                .setRetention,
                ["kind": .text(kind.rawValue), "days": .integer(days)]
            )
            try connection.record(
                AuditedAct(.setRetention, detail: ["kind": kind.rawValue, "days": "\(days)"]),
                by: actor
            )
        }
    }

    /// The weeks that a run would find now.
    ///
    /// - Throws: `PostgresError`.
    public func plan() async throws -> [RetentionWeek] {
        try await pool.withTransaction(role: Self.role) { connection in
            try connection.run(.retentionPlan).compactMap { row in try RetentionWeek(row) }
        }
    }

    /// What a run would remove now of owners who have a time of their own, besides those weeks.
    ///
    /// - Throws: `PostgresError`.
    public func ownersPast() async throws -> [OwnerPast] {
        try await pool.withTransaction(role: Self.role) { connection in
            try connection.run(.ownPastPlan).compactMap { row in try OwnerPast(row) }
        }
    }

    /// The last runs, the newest first.
    ///
    /// - Throws: `PostgresError`.
    public func runs() async throws -> [RetentionRun] {
        try await pool.withTransaction(role: Self.role) { connection in
            try connection.run(.retentionRuns).map { row in try RetentionRun(row) }
        }
    }

    /// Removes what is past its time; nil where another process does so already.
    ///
    /// `progress` is told of each week that is done.
    ///
    /// - Throws: `PostgresError`, `CancellationError`.
    public func run(
        by actor: AuditActor,
        progress: @Sendable (RetentionWeek.Place) -> Void = { _ in }
    ) async throws -> RetentionRun? {
        let run = try await pool.withConnection { connection -> RetentionRun? in
            try await connection.holding(.retention) {
                try await Self.run(on: connection, actor, progress)
            }
        }
        guard run != nil else { return nil }
        let days = try await settings().first { $0.kind == .audit }?.days ?? 0
        try await AuditTrail(pool).prune(before: Timestamp.now.adding(days: -days), by: actor)
        return run
    }

    private static func run(
        on connection: Connection,
        _ actor: AuditActor,
        _ progress: @Sendable (RetentionWeek.Place) -> Void
    ) async throws -> RetentionRun {
        var run = RetentionRun()
        let id = try await step(on: connection) { connection in
            try connection.run(.beginRetentionRun, ["run_by": .text(actor.name)])
                .first?["run_id"].int ?? 0
        }
        // What an earlier run took out and did not drop.
        run.removed += try await dropRetired(on: connection)
        let places = try await step(on: connection) { connection in
            try connection.run(.retentionWeeks).compactMap { row -> RetentionWeek.Place? in
                guard let kind = try row["kind"].string, let week = try row["week"].string else {
                    return nil
                }
                return RetentionWeek.Place(kind: kind, week: week)
            }
        }
        for place in places {
            try Task.checkCancellation()
            guard let bytes = try await retire(place, on: connection) else {
                run.left += 1
                continue
            }
            guard bytes > 0 else { continue }
            run.weeks += 1
            run.freedBytes += bytes
            run.removed += try await dropRetired(on: connection)
            progress(place)
        }
        try await removeOwnPast(on: connection, &run)
        try await removeToolContent(on: connection, &run, progress)
        run.removed += try await step(on: connection) { connection in
            try connection.run(.removePastRows).first?["removed"].int ?? 0
        }
        let done = run
        try await step(on: connection) { connection in
            _ = try connection.run(
                .endRetentionRun,
                [
                    "run_id": .integer(id), "weeks": .integer(done.weeks),
                    "removed": .integer(done.removed), "contents": .integer(done.contents),
                    "freed_bytes": .integer(done.freedBytes),
                ]
            )
            try connection.record(
                AuditedAct(
                    .runRetention,
                    records: done.removed,
                    detail: [
                        "weeks": "\(done.weeks)", "contents": "\(done.contents)",
                        "freed_bytes": "\(done.freedBytes)",
                    ]
                ),
                by: actor
            )
        }
        return run
    }

    /// Takes a week out; the bytes that frees, nil where others kept it open for too long.
    private static func retire(
        _ place: RetentionWeek.Place,
        on connection: Connection
    ) async throws -> Int? {
        try await patiently(on: connection) { connection in
            try connection.run(
                .retireWeek,
                ["kind": .text(place.kind), "week": .text(place.week)]
            ).first?["bytes"].int ?? 0
        }
    }

    /// Does a step, again and again while others keep open what it needs; nil where that takes too
    /// long.
    static func patiently<Value: Sendable>(
        on connection: Connection,
        _ body: @Sendable (isolated Connection) throws -> Value
    ) async throws -> Value? {
        for _ in 0..<tries {
            do {
                return try await step(on: connection, body)
            } catch let error as PostgresError
                where ["55P03", "40P01"].contains(error.sqlState)
            {
                try await Task.sleep(for: pause)
            }
        }
        return nil
    }

    private static func dropRetired(on connection: Connection) async throws -> Int {
        var removed = 0
        let parts = try await step(on: connection) { connection in
            try connection.run(.retiredPartitions).compactMap { try $0["part"].string }
        }
        for part in parts {
            removed += try await step(on: connection) { connection in
                try connection.run(.dropRetired, ["part": .text(part)])
                    .first?["removed"].int ?? 0
            }
        }
        return removed
    }

    static func step<Value: Sendable>(
        on connection: Connection,
        _ body: @Sendable (isolated Connection) throws -> Value
    ) async throws -> Value {
        try await connection.transaction { connection in
            try connection.execute("set local role \(role)")
            try connection.execute("set local lock_timeout = '\(lockTimeout)'")
            try connection.execute("set local statement_timeout = 0")
            return try body(connection)
        }
    }
}

extension RetentionWeek {
    /// Which week of which records.
    public struct Place: Sendable, Equatable {
        /// `export`, `interaction` or `tool_content`.
        public let kind: String
        /// The Monday on which it begins.
        public let week: String
    }
}

extension RecordingStatement {
    fileprivate static let retentionSettings = Self("retention_settings")
    fileprivate static let setRetention = Self("set_retention")
    fileprivate static let retentionPlan = Self("retention_plan")
    fileprivate static let ownPastPlan = Self("own_past_plan")
    fileprivate static let retentionRuns = Self("retention_runs")
    fileprivate static let retentionWeeks = Self("retention_weeks")
    fileprivate static let retireWeek = Self("retire_week")
    fileprivate static let retiredPartitions = Self("retired_partitions")
    fileprivate static let dropRetired = Self("drop_retired")
    fileprivate static let removePastRows = Self("remove_past_rows")
    fileprivate static let beginRetentionRun = Self("begin_retention_run")
    fileprivate static let endRetentionRun = Self("end_retention_run")
}
