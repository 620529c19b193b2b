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

    private static let interval = Duration.seconds(1)
    private static let longestInterval = Duration.seconds(30)
    private static let lockInterval = Duration.milliseconds(50)

    /// Creates a keeper; it connects when it begins.
    public init(_ options: ConnectionOptions, counts: RecordingCounts = RecordingCounts()) {
        var options = options
        // The entries and the records that they speak of have to be those of one moment.
        options.settings["default_transaction_isolation"] = "repeatable read"
        options.settings["jit"] = "off"
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
                if !error.isOfAbsence { failed(error) }
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
    /// - Throws: `PostgresError`, `CancellationError`.
    public func catchUp() async throws {
        let connection = try await connected()
        let target = try await state()
        guard !target.isBuilt || target.waiting > 0 else { return }
        while true {
            if try await connection.holdingRollUpLock({ try await self.rollUp(on: connection) }) {
                return
            }
            try await Task.sleep(for: Self.lockInterval)
        }
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
        while try await !connection.holdingRollUpLock(isDone) {
            try await Task.sleep(for: Self.lockInterval)
        }
    }

    /// What waits now.
    ///
    /// - Throws: `PostgresError`.
    public func state() async throws -> PendingRollUps {
        let row = try await connected().asRecorder { try $0.run(.stateOfRollUps) }.first
        let state = PendingRollUps(
            isBuilt: try row?["is_built"].bool ?? false,
            waiting: try row?["waiting"].int ?? 0,
            oldest: try row?["oldest"].timestamp
        )
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
        guard !state.isBuilt || state.waiting > 0 else { return }
        _ = try await connection.holdingRollUpLock { try await self.rollUp(on: connection) }
        _ = try await self.state()
    }

    private func rollUp(on connection: Connection) async throws {
        if try await !state().isBuilt {
            _ = try await connection.asRecorder { try $0.run(.rebuildRollUps) }
        }
        while try await connection.asRecorder({ try $0.run(.rollUp) }).first?["entries"].int ?? 0
            > 0
        {
            try Task.checkCancellation()
        }
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

extension Connection {
    /// Runs `body` while this session alone may put records into the roll-ups; false where another
    /// one does so.
    fileprivate func holdingRollUpLock(
        _ body: @Sendable () async throws -> Void
    ) async throws -> Bool {
        guard try run(.tryRollUpLock).first?["is_held"].bool == true else { return false }
        do {
            try await body()
        } catch {
            // A session that is gone has let go of it.
            _ = try? run(.releaseRollUpLock)
            throw error
        }
        try run(.releaseRollUpLock)
        return true
    }
}

extension RecordingStatement {
    fileprivate static let rollUp = Self("roll_up")
    fileprivate static let rebuildRollUps = Self("rebuild_rollups")
    fileprivate static let stateOfRollUps = Self("state_of_rollups")
    fileprivate static let tryRollUpLock = Self("try_rollup_lock")
    fileprivate static let releaseRollUpLock = Self("release_rollup_lock")
}
