import Foundation
import Synchronization

/// A client of one server, with as many connections as requests are in flight.
final class HTTPClient: Sendable {
    private let port: Int
    private let idle = Mutex<[HTTPConnection]>([])
    /// Threads of its own, as the cooperative pool must not wait for a socket.
    private let threads = DispatchQueue(label: "http", attributes: .concurrent)

    init(port: Int) {
        self.port = port
    }

    /// Sends a request and gives back the answer.
    ///
    /// A connection that the server has closed meanwhile is replaced by a new one.
    func send(_ request: HTTPRequest) async throws -> HTTPAnswer {
        try await withCheckedThrowingContinuation { continuation in
            threads.async {
                continuation.resume(with: Result { try self.exchange(request) })
            }
        }
    }

    /// Sends the beginning of a request and closes the connection.
    func breakOff(_ beginning: [UInt8]) async throws {
        try await withCheckedThrowingContinuation { continuation in
            threads.async {
                continuation.resume(
                    with: Result { try HTTPConnection(port: self.port).send(beginning) }
                )
            }
        }
    }

    /// Forgets the connections that are kept alive.
    func disconnect() {
        idle.withLock { $0.removeAll() }
    }

    private func exchange(_ request: HTTPRequest) throws -> HTTPAnswer {
        if let kept = idle.withLock({ $0.popLast() }) {
            do {
                return try exchange(request, on: kept)
            } catch let failure as HTTPFailure where failure.isUnanswered {
                // It was closed while nobody used it.
            }
        }
        return try exchange(request, on: HTTPConnection(port: port))
    }

    private func exchange(
        _ request: HTTPRequest,
        on connection: HTTPConnection
    ) throws
        -> HTTPAnswer
    {
        let answer = try connection.exchange(request)
        if answer.header("connection")?.lowercased() != "close" {
            idle.withLock { $0.append(connection) }
        }
        return answer
    }
}
