import Foundation
import Synchronization

/// A blocking connection to the loopback, kept alive from request to request.
final class HTTPConnection: Sendable {
    private let descriptor: Int32
    /// Bytes that have come and belong to no answer yet.
    private let pending = Mutex<[UInt8]>([])

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw HTTPFailure(description: "no socket: errno \(errno)") }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, length)
            }
        }
        // All members have their values, so deinit closes the socket.
        guard status == 0 else {
            throw HTTPFailure(description: "no connection to port \(port): errno \(errno)")
        }
    }

    deinit { close(descriptor) }

    /// Sends a request and waits for the whole answer.
    func exchange(_ request: HTTPRequest) throws -> HTTPAnswer {
        try pending.withLock { pending in
            send(request.bytes)
            return try receive(&pending, hasBody: request.method != "HEAD")
        }
    }

    /// Sends a piece of a request.
    func write(_ text: String) {
        send(Array(text.utf8))
    }

    /// Waits for an answer to what was written.
    func answer() throws -> HTTPAnswer {
        try pending.withLock { try receive(&$0, hasBody: true) }
    }

    /// Reads until some text has come.
    func expect(_ text: String) throws {
        try pending.withLock { pending in
            while !String(decoding: pending, as: UTF8.self).contains(text) { try fill(&pending) }
        }
    }

    /// Sends what the other side takes: it may answer, and close, before it has read everything.
    func send(_ bytes: [UInt8]) {
        var sent = 0
        bytes.withUnsafeBytes { bytes in
            while sent < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                let count = Glibc.send(
                    descriptor,
                    rest.baseAddress,
                    rest.count,
                    Int32(MSG_NOSIGNAL)
                )
                guard count > 0 else { return }
                sent += count
            }
        }
    }

    private func receive(_ pending: inout [UInt8], hasBody: Bool) throws -> HTTPAnswer {
        let head = try line(&pending)
        guard let status = head.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw HTTPFailure(description: "no status line: \(head)")
        }
        var headers: [(name: String, value: String)] = []
        while case let text = try line(&pending), !text.isEmpty {
            let parts = text.split(separator: ":", maxSplits: 1)
            let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            headers.append((String(parts[0]), value))
        }
        let answer = HTTPAnswer(status: status, headers: headers, body: [])
        guard hasBody else { return answer }
        let body: [UInt8]
        if answer.header("transfer-encoding") == "chunked" {
            body = try chunks(&pending)
        } else {
            body = try take(answer.header("content-length").flatMap { Int($0) } ?? 0, &pending)
        }
        return HTTPAnswer(status: status, headers: headers, body: body)
    }

    private func chunks(_ pending: inout [UInt8]) throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = try line(&pending)
            guard let count = Int(size, radix: 16) else {
                throw HTTPFailure(description: "no chunk size: \(size)")
            }
            body += try take(count, &pending)
            _ = try line(&pending)
            if count == 0 { return body }
        }
    }

    private func line(_ pending: inout [UInt8]) throws -> String {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let text = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeSubrange(...end)
                return text.trimmingCharacters(in: .newlines)
            }
            try fill(&pending)
        }
    }

    private func take(_ count: Int, _ pending: inout [UInt8]) throws -> [UInt8] {
        while pending.count < count { try fill(&pending) }
        let taken = Array(pending[..<count])
        pending.removeSubrange(..<count)
        return taken
    }

    private func fill(_ pending: inout [UInt8]) throws {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else {
            throw HTTPFailure(
                description: count == 0 ? "the server closed" : "no answer: errno \(errno)",
                isUnanswered: pending.isEmpty
            )
        }
        pending += piece[..<count]
    }
}
