import Redline
import RedlinePostgres

/// Keeps the daily roll-ups that reports read.
///
/// What has been recorded waits in a table, put there by the transaction that recorded it, and goes
/// into the roll-ups from there: a transaction for some thousands of records. One process at a time
/// does so, held by a lock of the database; the others find nothing left to do.
public actor RollUps {
    private let options: ConnectionOptions
    private let counts: RecordingCounts
    private var connection: Connection?
    /// When days were last joined to spans.
    private var joined: ContinuousClock.Instant?
    /// Those who wait for what was committed before they asked.
    private var waiting: [Int: AsyncStream<Never>.Continuation] = [:]
    private var lastWaiting = 0
    private var isServing = false

    private static let interval = Duration.seconds(1)
    private static let longestInterval = Duration.seconds(30)
    private static let joiningInterval = Duration.seconds(60)
    private static let lockInterval = Duration.milliseconds(50)
    private static let tries = 20

    /// Creates a keeper; it connects when it begins.
    public init(_ options: ConnectionOptions, counts: RecordingCounts = RecordingCounts()) {
        var options = options
        // The entries and the records that they speak of have to be those of one moment.
        options.settings["default_transaction_isolation"] = "repeatable read"
        options.settings["jit"] = "off"
        options.settings["work_mem"] = "64MB"
        options.statementTimeoutMilliseconds = 0
        self.options = options
        self.counts = counts
    }

    /// Keeps the roll-ups up to date, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - isPresent: Whether the database is there, and the right one.
    ///   - failed: Told what kept the roll-ups behind.
    public func run(
        while isPresent: @Sendable () -> Bool,
        failed: @Sendable (any Error) -> Void
    ) async {
        var pause = Self.interval
        while !Task.isCancelled {
            do {
                if isPresent() { try await step() }
                pause = Self.interval
            } catch is CancellationError {
                break
            } catch {
                if error.isToBeTold { failed(error) }
                pause = min(pause * 2, Self.longestInterval)
            }
            try? await Task.sleep(for: pause)
        }
        await close()
    }

    /// Puts all that waits now into the roll-ups, or waits until another process has done so.
    ///
    /// Where the records have never been counted, it counts them all.
    ///
    /// - Parameter least: So many items have to wait for it to be worth while; fewer may be left.
    /// - Throws: `PostgresError`, `CancellationError`.
    public func catchUp(atLeast least: Int = 1) async throws {
        let connection = try await connected()
        let target = try await state()
        guard !target.isBuilt || target.waiting >= least else { return }
        while try await !isLockedAndDone(
            connection,
            { try await self.rollUp(on: connection, atLeast: least) }
        ) {
            try await Task.sleep(for: Self.lockInterval)
            if try await state().hasPassed(target) { return }
        }
    }

    /// Waits until what was committed before is in the roll-ups, or the task is cancelled.
    ///
    /// What is under way goes on in either case, and is shared by all who wait: broken off, it
    /// would have to be done again.
    public func caughtUp() async {
        let (end, ended) = AsyncStream<Never>.makeStream()
        lastWaiting += 1
        let number = lastWaiting
        waiting[number] = ended
        if !isServing {
            isServing = true
            Task { await self.serve() }
        }
        for await _ in end {}
        waiting[number] = nil
    }

    private func serve() async {
        while !waiting.isEmpty {
            let served = waiting
            waiting = [:]
            // Whoever waits is told how far the roll-ups got in any case.
            try? await catchUp()
            for ended in served.values { ended.finish() }
        }
        isServing = false
    }

    /// Counts all records afresh, in the place of what the roll-ups have.
    ///
    /// What is read meanwhile is as it was before.
    ///
    /// - Throws: `PostgresError`, `CancellationError`.
    public func rebuild() async throws {
        let connection = try await connected()
        let isDone: @Sendable () async throws -> Void = {
            _ = try await connection.asRecorder { try $0.run(.rebuildRollUps) }
            try await self.rollUp(on: connection)
        }
        while try await !isLockedAndDone(connection, isDone) {
            try await Task.sleep(for: Self.lockInterval)
        }
    }

    /// Takes an owner who is being erased out of the roll-ups, where that is still to be done.
    ///
    /// - Throws: `PostgresError`, `CancellationError`.
    func forget(erasure id: String) async throws {
        let connection = try await connected()
        let isDone: @Sendable () async throws -> Void = {
            try await self.rollUp(on: connection)
            for attempt in 1... {
                do {
                    try await connection.transaction { connection in
                        try connection.execute("set local role redline_compliance")
                        _ = try connection.run(.eraseInRollUps, ["erasure_id": .text(id)])
                    }
                    return
                } catch let error as PostgresError
                    where ["40001", "40P01"].contains(error.sqlState) && attempt < Self.tries
                {
                    // Somebody measured something of the owner at that moment.
                    try await Task.sleep(for: Self.lockInterval)
                }
            }
        }
        while try await !isLockedAndDone(connection, isDone) {
            try await Task.sleep(for: Self.lockInterval)
        }
    }

    /// What waits now.
    ///
    /// - Throws: `PostgresError`.
    public func state() async throws -> PendingRollUps {
        let state = try await PendingRollUps(on: connected())
        counts.note(state)
        return state
    }

    /// Closes the connection.
    public func close() async {
        await connection?.close()
        connection = nil
    }

    private func step() async throws {
        let connection = try await connected()
        let state = try await state()
        if !state.isBuilt || state.waiting > 0 {
            try await connection.holding(.rollUps) { try await self.rollUp(on: connection) }
            _ = try await self.state()
        }
        if joined.map({ .now - $0 > Self.joiningInterval }) ?? true {
            joined = .now
            try await connection.holding(.rollUps) {
                _ = try await connection.asRecorder { try $0.run(.joinDays) }
            }
        }
    }

    /// Rolls up what waits when it begins; what comes meanwhile is for the next time, when there is
    /// more of it to be put together.
    private func rollUp(on connection: Connection, atLeast least: Int = 1) async throws {
        if try await !state().isBuilt {
            _ = try await connection.asRecorder { try $0.run(.rebuildRollUps) }
        }
        guard let last = try await state().entries?.upperBound else { return }
        while true {
            let pending = try await state()
            guard let entries = pending.entries, entries.lowerBound <= last,
                pending.waiting >= least
            else { return }
            try Task.checkCancellation()
            _ = try await connection.asRecorder { try $0.run(.rollUp) }
        }
    }

    /// Does it where no other session has the lock.
    private func isLockedAndDone(
        _ connection: Connection,
        _ body: @Sendable () async throws -> Void
    ) async throws -> Bool {
        try await connection.holding(.rollUps, body) != nil
    }

    private func connected() async throws -> Connection {
        if let known = connection {
            if await known.isUsable { return known }
            await known.close()
        }
        let fresh = try await Connection.connect(options)
        connection = fresh
        return fresh
    }
}

extension RecordingStatement {
    fileprivate static let rollUp = Self("roll_up")
    fileprivate static let eraseInRollUps = Self("erase_in_rollups")
    fileprivate static let joinDays = Self("join_days")
    fileprivate static let rebuildRollUps = Self("rebuild_rollups")
}
