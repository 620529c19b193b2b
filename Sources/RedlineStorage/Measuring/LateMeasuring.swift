import Redline
import RedlinePostgres

/// Measures what was recorded without its measures, because they take long.
///
/// It works on a connection with a thread of its own, which the system runs when no other thread
/// wants to, and one slice at a time: a comparison, or some summaries of one workflow. A slice is
/// one transaction; where that ends early, everything is as it was before, and comes again. Several
/// processes may do so at once, for each takes what no other has.
public actor LateMeasuring {
    private let options: ConnectionOptions
    private let counts: RecordingCounts
    private var connection: Connection?

    private static let interval = Duration.seconds(1)
    private static let longestInterval = Duration.seconds(30)

    /// Creates a worker; it connects when it begins.
    public init(_ options: ConnectionOptions, counts: RecordingCounts = RecordingCounts()) {
        var options = options
        // It waits for whoever records in a workflow, and is silent while it measures.
        options.lockTimeoutMilliseconds = 0
        options.settings["idle_in_transaction_session_timeout"] = "0"
        self.options = options
        self.counts = counts
    }

    /// Measures what waits, now and whenever there is more, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - isPresent: Whether the database is there, and the right one.
    ///   - failed: Told what kept something from being measured.
    public func run(
        while isPresent: @Sendable () -> Bool,
        failed: @Sendable (any Error) -> Void
    ) async {
        var pause = Self.interval
        while !Task.isCancelled {
            do {
                if isPresent() { try await measure() }
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

    /// Measures all that waits.
    ///
    /// - Parameters:
    ///   - retrying: Whether what was set aside is tried again.
    ///   - progress: Called after each slice with the number of stages so far.
    /// - Returns: How many stages were measured.
    /// - Throws: `PostgresError`, `CancellationError`.
    @discardableResult
    public func measure(
        retrying: Bool = false,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Int {
        let connection = try await connected()
        try await connection.asRecorder { connection in
            if retrying {
                try connection.run(.retryPendingMeasures, ["try_limit": Self.tryLimit])
            }
            try connection.run(.removeExpiredMeasures)
        }
        var total = 0
        var failure: (any Error)?
        counts.note(try await state())
        while let slice = try await take(on: connection) {
            try Task.checkCancellation()
            do {
                let count = try await connection.asRecorder { try slice.measure(on: $0) }
                counts.countMeasured(count)
                total += count
                progress(total)
            } catch let error where !error.isOfAbsence && !(error is CancellationError) {
                // The others must not wait for one that cannot be measured.
                failure = error
            }
            counts.note(try await state())
        }
        if let failure { throw failure }
        return total
    }

    /// What waits now.
    ///
    /// - Throws: `PostgresError`.
    public func state() async throws -> PendingMeasures {
        try await PendingMeasures(on: connected())
    }

    /// Closes the connection.
    public func close() async {
        await connection?.close()
        connection = nil
    }

    /// Takes the stage whose turn it is, and counts the try.
    private func take(on connection: Connection) async throws -> MeasuringSlice? {
        let rows = try await connection.asRecorder { connection in
            try connection.run(.takePendingMeasure, ["try_limit": Self.tryLimit])
        }
        return try rows.first.flatMap { try MeasuringSlice($0) }
    }

    private static let tryLimit = Parameter.integer(PendingMeasures.tryLimit)

    private func connected() async throws -> Connection {
        if let known = connection {
            if await known.isUsable { return known }
            await known.close()
        }
        let fresh = try await Connection.connect(options)
        await fresh.perform { _ in ThreadPriority.lower() }
        connection = fresh
        return fresh
    }
}

extension RecordingStatement {
    fileprivate static let retryPendingMeasures = Self("retry_pending_measures")
    fileprivate static let removeExpiredMeasures = Self("remove_expired_measures")
    fileprivate static let takePendingMeasure = Self("take_pending_measure")
}
