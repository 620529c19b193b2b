/// A bounded set of connections that many tasks share.
///
/// Connections are made when needed and kept. What waits is bounded in number and in time.
public actor ConnectionPool {
    /// How large a pool may grow.
    public struct Limits: Sendable {
        /// Connections open at once, at least one.
        public var connections: Int
        /// Tasks that may wait for a connection; the next one is refused at once.
        public var waiters: Int
        /// How long a task waits before it is refused.
        public var wait: Duration

        /// Makes limits.
        public init(connections: Int = 8, waiters: Int = 256, wait: Duration = .seconds(5)) {
            self.connections = max(connections, 1)
            self.waiters = max(waiters, 0)
            self.wait = wait
        }
    }

    /// What a pool holds at one moment.
    public struct Statistics: Sendable, Equatable {
        /// Connections that are open or being opened.
        public let open: Int
        /// Open connections that nobody uses.
        public let idle: Int
        /// Tasks that wait for a connection.
        public let waiting: Int

        /// Makes a count, to compare with.
        public init(open: Int, idle: Int, waiting: Int) {
            self.open = open
            self.idle = idle
            self.waiting = waiting
        }
    }

    /// What a task gets when its turn comes.
    enum Grant: Sendable {
        case connection(Connection)
        /// Leave to open one more connection.
        case permit
    }

    private let options: ConnectionOptions
    private let limits: Limits
    private var idle: [Connection] = []
    private var inUse: [ObjectIdentifier: Connection] = [:]
    private var openCount = 0
    private var waiters = WaitingLine<Result<Grant, PostgresError>>()
    private var phase = Phase.open

    private enum Phase {
        case open
        /// Nobody new, but whoever had a turn may finish.
        case draining
        case closed
    }

    /// Makes a pool, which opens nothing yet.
    public init(_ options: ConnectionOptions, limits: Limits = Limits()) {
        self.options = options
        self.limits = limits
    }

    /// Connections open and idle, and tasks waiting.
    public var statistics: Statistics {
        Statistics(open: openCount, idle: idle.count, waiting: waiters.count)
    }

    /// Takes a connection out; whoever does must hand it back through `checkIn`.
    func checkOut() async throws(PostgresError) -> (connection: Connection, isFresh: Bool) {
        switch try await turn() {
        case .connection(let connection):
            inUse[ObjectIdentifier(connection)] = connection
            return (connection, false)
        case .permit:
            do throws(PostgresError) {
                let connection = try await Connection.connect(options)
                guard phase != .closed else { throw .poolShutDown }
                inUse[ObjectIdentifier(connection)] = connection
                return (connection, true)
            } catch {
                returnPermit()
                throw error
            }
        }
    }

    /// Takes a connection back; one that is not reusable has been closed.
    func checkIn(_ connection: Connection, isReusable: Bool) async {
        inUse[ObjectIdentifier(connection)] = nil
        if phase != .open {
            openCount -= 1
            await connection.close()
        } else if !isReusable {
            returnPermit()
        } else if !waiters.resumeFirst(.success(.connection(connection))) {
            idle.append(connection)
        }
    }

    private func returnPermit() {
        if phase != .open || !waiters.resumeFirst(.success(.permit)) {
            openCount -= 1
        }
    }

    private func turn() async throws(PostgresError) -> Grant {
        guard phase == .open else { throw .poolShutDown }
        if let connection = idle.popLast() {
            return .connection(connection)
        }
        if openCount < limits.connections {
            openCount += 1
            return .permit
        }
        guard waiters.count < limits.waiters else {
            throw PostgresError(.poolExhausted, "too many tasks wait for a connection")
        }
        return try await wait().get()
    }

    private func wait() async -> Result<Grant, PostgresError> {
        let ticket = waiters.nextTicket()
        let expiry = Task { [limits] in
            try await Task.sleep(for: limits.wait)
            self.giveUp(ticket, PostgresError(.poolExhausted, "no connection became free in time"))
        }
        defer { expiry.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiters.append(ticket, continuation)
                // The handler may have run before there was anything to give up.
                if Task.isCancelled {
                    giveUp(ticket, .cancelledWhileWaiting)
                }
            }
        } onCancel: {
            Task { await self.giveUp(ticket, .cancelledWhileWaiting) }
        }
    }

    private func giveUp(_ ticket: UInt64, _ error: PostgresError) {
        waiters.resume(ticket, .failure(error))
    }

    /// Refuses new work, closes what is idle and waits for what is in use.
    ///
    /// After the grace period running statements are cancelled, later ones are refused, and the
    /// connections are closed when they come back, which is no longer waited for.
    public func shutdown(gracePeriod: Duration = .seconds(10)) async {
        phase = .draining
        while waiters.resumeFirst(.failure(.poolShutDown)) {}
        let closing = idle
        idle = []
        openCount -= closing.count
        for connection in closing {
            await connection.close()
        }
        let deadline = ContinuousClock.now + gracePeriod
        while openCount > 0, ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(10))
            guard !Task.isCancelled else { break }
        }
        phase = .closed
        for connection in inUse.values {
            connection.terminate()
        }
    }
}

extension PostgresError {
    static let poolShutDown = Self(.poolExhausted, "the pool is shut down")
    static let cancelledWhileWaiting = Self(.cancelled, "cancelled while waiting for a connection")
}
