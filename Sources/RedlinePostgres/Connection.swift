import CLibPQ

/// One connection to PostgreSQL, an actor on a thread of its own.
///
/// libpq blocks on that thread and never on the cooperative pool. A statement whose task is
/// cancelled is cancelled on the server too.
public actor Connection {
    private nonisolated let thread: ConnectionThread
    private nonisolated let isThreadShared: Bool
    private nonisolated let flag = CancellationFlag()
    private var openWire: Wire?

    /// The connection's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    private init(_ shared: ConnectionThread?) {
        thread = shared ?? ConnectionThread(name: "postgres")
        isThreadShared = shared != nil
    }

    deinit {
        if !isThreadShared { thread.stop() }
    }

    /// Connects; on a thread of its own unless the caller shares one, which the caller stops.
    ///
    /// - Throws: `connectionFailed` with libpq's message, which names host, database and user.
    public static func connect(
        _ options: ConnectionOptions,
        on thread: ConnectionThread? = nil
    ) async throws(PostgresError) -> Connection {
        let connection = Connection(thread)
        try await connection.open(options)
        return connection
    }

    private func open(_ options: ConnectionOptions) throws(PostgresError) {
        openWire = try Wire(options, flag: flag)
    }

    func wire() throws(PostgresError) -> Wire {
        guard let openWire else { throw .closed }
        return openWire
    }

    /// Ends the session, once; the server rolls an open transaction back.
    public func close() {
        openWire = nil
    }

    /// Cancels the statement that runs now, from anywhere; does nothing when none does.
    public nonisolated func cancelStatement() {
        flag.request()
    }

    /// Cancels the statement that runs now and refuses every later one.
    nonisolated func terminate() {
        flag.terminate()
    }

    /// Whether the connection is closed or lost and every further statement will fail.
    public var isBroken: Bool { openWire?.isLost ?? true }

    /// Whether a transaction is open, and whether it failed.
    public var transactionStatus: TransactionStatus { openWire?.transactionStatus ?? .unknown }

    /// The server's version, as 150018 for 15.18; 0 when closed.
    public var serverVersion: Int { openWire.map { Int(PQserverVersion($0.connection)) } ?? 0 }

    /// The server process of this session; 0 when closed.
    public var backendProcessID: Int32 { openWire.map { PQbackendPID($0.connection) } ?? 0 }

    /// Whether an idle connection is alive as far as its socket tells; asks nothing of the server.
    public var isUsable: Bool { openWire?.isUsable() ?? false }

    /// Runs `body` on the connection's thread, so that nobody else's statement comes between.
    ///
    /// - Throws: What `body` throws.
    @discardableResult
    public func perform<Value: Sendable>(
        _ body: @Sendable (isolated Connection) throws -> Value
    ) rethrows -> Value {
        try body(self)
    }
}
