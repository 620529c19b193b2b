import CLibPQ
import Foundation

extension Wire {
    /// How much COPY data waits in memory before it is sent on.
    private static let copyBufferLength = 1 << 16

    func startCopy(_ sql: String, _ state: CopyState) throws(PostgresError) {
        try check(sql)
        try begin()
        try sent(PQsendQuery(connection, sql))
        guard let result = try nextResult() else { throw lost() }
        switch (result.status, state) {
        case (PGRES_COPY_IN, .toServer), (PGRES_COPY_OUT, .fromServer):
            copyState = state
            copyPending = 0
        case (PGRES_FATAL_ERROR, _):
            let failure = error(of: result)
            drain()
            throw failure
        case (PGRES_COPY_IN, _), (PGRES_COPY_BOTH, _):
            copyState = .toServer
            try abandonCopy()
            throw PostgresError(.badValue, "the statement is no COPY TO STDOUT")
        case (PGRES_COPY_OUT, _):
            copyState = .fromServer
            try abandonCopy()
            throw PostgresError(.badValue, "the statement is no COPY FROM STDIN")
        default:
            drain()
            throw PostgresError(.badValue, "the statement is no COPY")
        }
    }

    func putCopy(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        guard copyState == .toServer else { throw .noCopy }
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.copyBufferLength))
            rest = rest.dropFirst(Self.copyBufferLength)
            let start = part.baseAddress?.assumingMemoryBound(to: CChar.self)
            let status: Int32 = PQputCopyData(connection, start, Int32(part.count))
            guard status == 1 else { throw lost() }
            copyPending += part.count
            if copyPending >= Self.copyBufferLength {
                try flush()
                copyPending = 0
            }
        }
        guard !isCancellable || !Task.isCancelled else { throw .cancelledBeforeSending }
    }

    /// Ends a COPY to the server, with a reason to undo it; the number of rows copied.
    func endCopy(reason: String?) throws(PostgresError) -> Int {
        guard copyState == .toServer else { throw .noCopy }
        copyState = .none
        defer { end() }
        let text = reason.map { String($0.prefix { $0 != "\0" }) }
        let status: Int32 = PQputCopyEnd(connection, text)
        guard status == 1 else { throw lost() }
        return try collect().affectedCount
    }

    func readCopy(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let length: Int32 = PQgetCopyData(connection, &buffer, 1)
            defer { PQfreemem(buffer) }
            if length == 0 {
                try wait(for: Int16(POLLIN))
                continue
            }
            guard length > 0 else { break }
            do {
                try body(UnsafeRawBufferPointer(start: buffer, count: Int(length)))
            } catch {
                copyState = .none
                defer { end() }
                cancelStatement()
                try drainCopy()
                throw error
            }
        }
        copyState = .none
        defer { end() }
        _ = try collect()
    }

    /// Ends a COPY that was left in the middle.
    func abandonCopy() throws(PostgresError) {
        let state = copyState
        copyState = .none
        defer { end() }
        switch state {
        case .none:
            return
        case .toServer:
            let status: Int32 = PQputCopyEnd(connection, "abandoned")
            guard status == 1 else { throw lost() }
            drain()
        case .fromServer:
            cancelStatement()
            try drainCopy()
        }
    }

    private func drainCopy() throws(PostgresError) {
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let length: Int32 = PQgetCopyData(connection, &buffer, 1)
            PQfreemem(buffer)
            if length == 0 {
                try wait(for: Int16(POLLIN))
            }
            guard length >= 0 else { break }
        }
        drain()
    }
}

extension PostgresError {
    static let noCopy = Self(.badValue, "no COPY is under way on this connection")
}
