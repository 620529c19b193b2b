import RedlinePostgres
import Synchronization

/// A connection on which records of the spool are written, and which is left for another one where
/// they take too long.
final class DrainLane: Sendable {
    private let options: ConnectionOptions
    private let writer: Mutex<RecordWriter>

    /// Creates a lane; `idleSeconds` is how long PostgreSQL lets it hold its locks while it works
    /// out something beside the database.
    init(_ options: ConnectionOptions, idleSeconds: Int) {
        var options = options
        // Work that was given up goes on until it is done: it must not hold up the others meanwhile.
        options.settings["idle_in_transaction_session_timeout"] = "\(idleSeconds)s"
        self.options = options
        writer = Mutex(RecordWriter(options))
    }

    /// Writes records.
    ///
    /// - Throws: As `RecordWriter.write`, `OutOfPatience`.
    func write(
        _ records: [PreparedRecord],
        patience: Duration
    ) async throws -> [RecordOutcome] {
        let writer = writer.withLock(\.self)
        do {
            return try await withPatience(patience) { try await writer.write(records) }
        } catch let error as OutOfPatience {
            let options = options
            self.writer.withLock { $0 = RecordWriter(options) }
            Task { await writer.close() }
            throw error
        }
    }

    /// Closes the connection.
    func close() async {
        await writer.withLock(\.self).close()
    }
}

extension Error {
    /// Whether it may be one record that takes too long, rather than the database that is away.
    var isOfSlowness: Bool {
        if self is OutOfPatience { return true }
        guard let error = self as? PostgresError else { return false }
        switch error.kind {
        case .timeout, .cancelled, .sqlState("55P03"): return true
        // The session that was idle for too long was ours.
        case .connectionLost, .sqlState("25P03"): return error.sqlState == "25P03"
        default: return false
        }
    }
}
