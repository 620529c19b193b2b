import CLibPQ
import Foundation

/// One libpq connection, used by one thread: what `Connection` does, without the actor.
///
/// libpq is in non-blocking mode throughout; `wait` is the only place that blocks, so that it can
/// notice a cancelled task and never deadlocks with a server that wants to be read first.
final class Wire {
    let connection: OpaquePointer
    let flag: CancellationFlag
    private let notices: NoticeBox
    var statements = StatementCache()
    var typeNames: [UInt32: String] = [:]
    /// Whether the server is gone or libpq's state is unknown: nothing more can run here.
    private(set) var isLost = false
    /// Whether the running statement was asked to stop.
    var askedToCancel = false
    /// Whether a cancelled task is to stop what runs; not so for the clean-up after it.
    var isCancellable = true
    /// Whether a COPY is under way, and in which direction the data goes.
    var copyState = CopyState.none
    /// COPY data that may still be in memory.
    var copyPending = 0
    /// When the server was first asked to stop the running statement.
    var cancelWantedAt: ContinuousClock.Instant?
    /// When the server was last asked to stop the running statement.
    var cancelSentAt: ContinuousClock.Instant?

    enum CopyState {
        case none
        case toServer
        case fromServer
    }

    init(_ options: ConnectionOptions, flag: CancellationFlag) throws(PostgresError) {
        let keywords = try options.keywords()
        let connection: OpaquePointer? = Self.open(keywords)
        guard let connection else {
            throw PostgresError(.connectionFailed, "libpq has no memory")
        }
        guard PQstatus(connection) == CONNECTION_OK else {
            defer { PQfinish(connection) }
            throw PostgresError(.connectionFailed, connection: connection)
        }
        PQsetnonblocking(connection, 1)
        // So that libpq's own messages repeat neither detail nor SQL text.
        PQsetErrorVerbosity(connection, PQERRORS_TERSE)
        self.connection = connection
        self.flag = flag
        notices = NoticeBox(options.noticeHandler)
        notices.attach(to: connection)
    }

    deinit {
        PQfinish(connection)
    }

    var transactionStatus: TransactionStatus { TransactionStatus(PQtransactionStatus(connection)) }

    func markLost() {
        isLost = true
    }

    /// The connection's own error, after which it is of no use any more.
    func lost() -> PostgresError {
        markLost()
        return PostgresError(.connectionLost, connection: connection)
    }

    /// Runs `body` to its end even when the task is cancelled.
    func uncancellable<Value>(
        _ body: () throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        let before = isCancellable
        isCancellable = false
        defer { isCancellable = before }
        return try body()
    }

    private static func open(_ keywords: [(String, String)]) -> OpaquePointer? {
        let names: [UnsafeMutablePointer<CChar>?] = keywords.map { strdup($0.0) }
        let values: [UnsafeMutablePointer<CChar>?] = keywords.map { strdup($0.1) }
        defer {
            for pointer in names + values {
                free(pointer)
            }
        }
        let nameList: [UnsafePointer<CChar>?] = names.map { UnsafePointer($0) } + [nil]
        let valueList: [UnsafePointer<CChar>?] = values.map { UnsafePointer($0) } + [nil]
        return PQconnectdbParams(nameList, valueList, 0)
    }
}
