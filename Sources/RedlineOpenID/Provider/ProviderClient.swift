import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Redline

/// Asks a provider, with limits on the time and the bytes of each answer.
struct ProviderClient: Sendable {
    private let http: HTTPClient

    /// How long an answer may take, to its last byte.
    static let seconds = 10
    /// The bytes of an answer that are read.
    static let byteLimit = 256 * 1024

    init() {
        var configuration = HTTPClient.Configuration()
        // A redirect could take a code and the secret anywhere.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(Int64(Self.seconds))
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes its connections; it is of no use afterwards.
    func shutdown() async {
        // It only fails where it was shut down before.
        try? await http.shutdown()
    }

    /// What is at an address, as JSON.
    ///
    /// - Throws: `ProviderFault`, `CancellationError`.
    func get(_ address: String) async throws -> JSONDocument {
        try await send(HTTPClientRequest(url: address))
    }

    /// What comes of a form that is sent to an address, as JSON.
    ///
    /// - Throws: `ProviderFault`, `CancellationError`.
    func post(
        _ form: String,
        to address: String,
        authorization: String?
    ) async throws -> JSONDocument {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        if let authorization {
            request.headers.add(name: "authorization", value: authorization)
        }
        request.body = .bytes(ByteBuffer(string: form))
        return try await send(request)
    }

    private func send(_ request: HTTPClientRequest) async throws -> JSONDocument {
        var request = request
        request.headers.add(name: "accept", value: "application/json")
        request.headers.add(name: "user-agent", value: "redline")
        let outgoing = request
        do {
            return try await withThrowingTaskGroup(of: JSONDocument?.self) { group in
                group.addTask { try await exchange(outgoing) }
                group.addTask {
                    try await Task.sleep(for: .seconds(Self.seconds))
                    return nil
                }
                defer { group.cancelAll() }
                // The library's own time-out ends with the head of an answer.
                guard let first = try await group.next(), let document = first else {
                    throw ProviderFault.timedOut
                }
                return document
            }
        } catch let fault as ProviderFault {
            throw fault
        } catch is NIOTooManyBytesError {
            throw ProviderFault.tooLarge
        } catch {
            // Whatever the library says may hold the address.
            try Task.checkCancellation()
            let isLate = [.readTimeout, .deadlineExceeded, .connectTimeout]
                .contains(error as? HTTPClientError)
            throw isLate ? ProviderFault.timedOut : ProviderFault.unreachable
        }
    }

    private func exchange(_ request: HTTPClientRequest) async throws -> JSONDocument {
        let answer = try await http.execute(
            request,
            timeout: .seconds(Int64(Self.seconds))
        )
        let body = try await answer.body.collect(upTo: Self.byteLimit)
        let document = try? JSONDocument(parsing: Array(body.readableBytesView))
        guard answer.status == .ok else {
            throw ProviderFault.status(Int(answer.status.code), Self.word(document?.root))
        }
        guard let document, document.root.kind == .object else {
            throw ProviderFault.malformed("no JSON object")
        }
        return document
    }

    /// The word of OAuth for what went wrong; whatever else a provider says may hold anything.
    private static func word(_ json: JSONView?) -> String? {
        let known = [
            "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
            "unsupported_grant_type", "invalid_scope",
        ]
        return json?["error"]?.string.flatMap { known.contains($0) ? $0 : nil }
    }
}
