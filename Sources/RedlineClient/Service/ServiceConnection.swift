import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Redline
import RedlineGzip

/// Sends single requests to a redline service.
public final class ServiceConnection: Sendable {
    /// Where the service is.
    public let address: ServiceAddress
    private let http: HTTPClient

    /// A connection that takes longer to come about has failed.
    static let connectSeconds: Int64 = 10
    /// A request that takes longer has failed.
    static let requestSeconds: Int64 = 120
    /// The most that is read of an answer: 256 MiB.
    static let answerLimit = 256 << 20
    /// Bodies from here on are packed.
    static let packedFrom = 1_024

    /// Makes a connection; nothing is sent yet.
    public init(_ address: ServiceAddress) {
        self.address = address
        var configuration = HTTPClient.Configuration()
        // A redirect could take records and key anywhere.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(Self.connectSeconds)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.decompression = .disabled
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes its connections; it is of no use afterwards.
    public func shutdown() async {
        // It only fails where it was shut down before.
        try? await http.shutdown()
    }

    /// Sends records, a record a line, at most a thousand; answers what became of them.
    ///
    /// - Throws: `ServiceFault`, or `CancellationError`.
    public func send(_ records: [AcceptedRecord]) async throws -> RecordsAnswer {
        var body: [UInt8] = []
        body.reserveCapacity(records.reduce(0) { $0 + $1.line.count + 1 })
        for record in records {
            body += record.line
            body.append(UInt8(ascii: "\n"))
        }
        var request = request("/api/v1/records", .POST)
        Self.put(body, "application/x-ndjson", in: &request)
        let answer = try await exchange(request)
        guard let tally = RecordsAnswer(answer.body, lines: records.count) else {
            throw ServiceFault(.notUnderstood, "no tally of the records", status: answer.status)
        }
        return tally
    }

    /// Sends JSON; `owner` is the one for whom it is sent.
    ///
    /// - Throws: `ServiceFault`, or `CancellationError`.
    public func post(
        _ path: String,
        json body: [UInt8],
        owner: Owner? = nil,
        headers: [(name: String, value: String)] = []
    ) async throws -> ServiceAnswer {
        var request = request(path, .POST)
        if let owner { request.headers.add(name: "x-user-id", value: owner.name) }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        Self.put(body, "application/json", in: &request)
        return try await exchange(request)
    }

    private static func put(
        _ body: [UInt8],
        _ mediaType: String,
        in request: inout HTTPClientRequest
    ) {
        request.headers.add(name: "content-type", value: mediaType)
        guard body.count >= packedFrom else {
            request.body = .bytes(ByteBuffer(bytes: body))
            return
        }
        request.headers.add(name: "content-encoding", value: "gzip")
        request.body = .bytes(ByteBuffer(bytes: Gzip.deflate(body)))
    }

    /// Asks for something; `owner` is the one for whom it is asked.
    ///
    /// - Throws: `ServiceFault`, or `CancellationError`.
    public func get(
        _ path: String,
        query: [(name: String, value: String)] = [],
        owner: Owner? = nil,
        headers: [(name: String, value: String)] = []
    ) async throws -> [UInt8] {
        let words = query.map { "\($0.name.escapedForQuery)=\($0.value.escapedForQuery)" }
        let target = words.isEmpty ? path : "\(path)?\(words.joined(separator: "&"))"
        var request = request(target, .GET)
        if let owner { request.headers.add(name: "x-user-id", value: owner.name) }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        return try await exchange(request).body
    }

    private func request(_ target: String, _ method: HTTPMethod) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address.url + target)
        request.method = method
        request.headers.add(name: "user-agent", value: "redline-client/\(redlineVersion)")
        if let key = address.key {
            request.headers.add(name: "authorization", value: "Bearer \(key)")
        }
        return request
    }

    private func exchange(_ request: HTTPClientRequest) async throws -> ServiceAnswer {
        do {
            let answer = try await http.execute(
                request,
                timeout: .seconds(Self.requestSeconds)
            )
            let body = try await answer.body.collect(upTo: Self.answerLimit)
            let bytes = Array(body.readableBytesView)
            let status = Int(answer.status.code)
            guard (200..<300).contains(status) else {
                throw ServiceFault(
                    status: status,
                    body: bytes,
                    retryAfter: RetryWait.asked(answer.headers)
                )
            }
            return ServiceAnswer(status: status, body: bytes, headers: answer.headers)
        } catch let fault as ServiceFault {
            throw fault
        } catch {
            // Whatever the library says may hold the address with what is asked.
            try Task.checkCancellation()
            let isLate = [.readTimeout, .deadlineExceeded].contains(error as? HTTPClientError)
            let what = isLate ? "does not answer in time" : "cannot be reached"
            throw ServiceFault(.unreachable, "the service at \(address) \(what)")
        }
    }
}

extension ServiceConnection {
    /// Does something again as long as it fails in passing, for so long; what the service asks for
    /// is kept.
    ///
    /// - Throws: The last `ServiceFault`, or `CancellationError`.
    public func persisting<Value: Sendable>(
        for patience: Duration,
        _ work: (ServiceConnection) async throws -> Value
    ) async throws -> Value {
        let deadline = ContinuousClock.now + patience
        var attempts = 0
        while true {
            do {
                return try await work(self)
            } catch let fault as ServiceFault where fault.isPassing {
                attempts += 1
                let wait = RetryWait.wait(after: attempts, asked: fault.retryAfter)
                // Waiting in vain helps nobody.
                guard ContinuousClock.now + wait < deadline else { throw fault }
                try await Task.sleep(for: wait)
            }
        }
    }
}

extension String {
    /// The text as part of an address: everything but letters, digits and `-._~` is escaped.
    public var escapedForQuery: String {
        var result = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
