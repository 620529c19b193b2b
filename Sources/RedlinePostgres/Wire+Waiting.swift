import CLibPQ
import Foundation

extension Wire {
    /// How often a wait looks whether its task was cancelled.
    private static let sliceMilliseconds: Int32 = 20
    /// How long a cancelled statement may take to end before the connection is given up.
    private static let cancelGrace = Duration.seconds(10)
    /// How long until a server that goes on is asked again to stop.
    private static let cancelInterval = Duration.milliseconds(250)

    /// Opens a statement: what was left over is ended first, and a cancelled task sends nothing.
    func begin() throws(PostgresError) {
        guard !isLost else { throw .closed }
        try abandonCopy()
        guard !isCancellable || !Task.isCancelled else { throw .cancelledBeforeSending }
        askedToCancel = false
        cancelWantedAt = nil
        cancelSentAt = nil
        guard flag.start() else { throw .terminated }
    }

    /// Closes a statement.
    func end() {
        flag.stop()
    }

    /// Sends everything queued, reading meanwhile so that neither side waits for the other.
    func flush() throws(PostgresError) {
        while true {
            let left: Int32 = PQflush(connection)
            if left == 0 {
                return
            }
            guard left > 0 else { throw lost() }
            try wait(for: Int16(POLLIN | POLLOUT))
        }
    }

    /// The next result of the running statement, nil when it has no more.
    func nextResult() throws(PostgresError) -> ResultHandle? {
        try flush()
        while PQisBusy(connection) != 0 {
            try wait(for: Int16(POLLIN))
        }
        let result: OpaquePointer? = PQgetResult(connection)
        return result.map { ResultHandle($0) }
    }

    /// Blocks until the socket is ready, and takes in what has arrived.
    func wait(for events: Int16) throws(PostgresError) {
        var descriptor = pollfd(fd: PQsocket(connection), events: events, revents: 0)
        var ready: Int32 = 0
        while ready <= 0 {
            // Before polling, so that a stream that always has data is stopped as well.
            try cancelIfWanted()
            ready = poll(&descriptor, 1, Self.sliceMilliseconds)
            guard ready >= 0 || errno == EINTR else { throw lost() }
        }
        guard descriptor.revents & ~Int16(POLLOUT) != 0 else { return }
        guard PQconsumeInput(connection) == 1 else { throw lost() }
    }

    /// Passes a cancelled task or a request on to the server.
    ///
    /// More than once where it must: a server that has not yet read the statement is idle, and an
    /// idle server forgets that it was asked.
    private func cancelIfWanted() throws(PostgresError) {
        guard let cancelWantedAt, let cancelSentAt else {
            let isWanted = flag.isRequested || (isCancellable && Task.isCancelled)
            guard isWanted else { return }
            return cancelStatement()
        }
        guard cancelWantedAt.duration(to: .now) < Self.cancelGrace else {
            markLost()
            throw PostgresError(.connectionLost, "a cancelled statement did not end")
        }
        guard cancelSentAt.duration(to: .now) > Self.cancelInterval else { return }
        cancelStatement()
    }

    /// Asks the server, over a connection of its own, to stop the running statement.
    ///
    /// Called only while a statement is known to run, so that it cannot hit the next one.
    func cancelStatement() {
        askedToCancel = true
        cancelWantedAt = cancelWantedAt ?? .now
        defer { cancelSentAt = .now }
        guard let request = PQgetCancel(connection) else { return }
        defer { PQfreeCancel(request) }
        var message = [CChar](repeating: 0, count: 256)
        // A failure shows as a statement that goes on; the grace period ends it.
        _ = PQcancel(request, &message, Int32(message.count))
    }

    /// Whether an idle connection is still alive, without a round trip.
    ///
    /// A server that ended the session has said so: its message waits on the socket.
    func isUsable() -> Bool {
        guard !isLost, PQstatus(connection) == CONNECTION_OK else { return false }
        var descriptor = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 0) != 0 else { return true }
        guard PQconsumeInput(connection) == 1 else { return false }
        guard PQisBusy(connection) == 0 else { return false }
        // A closed socket shows at the next read only, after the message was taken in.
        guard poll(&descriptor, 1, 0) == 0 || PQconsumeInput(connection) == 1 else { return false }
        return PQstatus(connection) == CONNECTION_OK
    }

    /// The error of a failed result, noting whether the connection went with it.
    func error(of result: ResultHandle) -> PostgresError {
        let severity = PostgresError.field(result.pointer, .severityInEnglish)
        let isLast = severity == "FATAL" || severity == "PANIC"
        if isLast || PQstatus(connection) != CONNECTION_OK {
            markLost()
        }
        return PostgresError(
            result: result.pointer,
            isConnectionLost: isLost,
            askedToCancel: askedToCancel
        )
    }
}
