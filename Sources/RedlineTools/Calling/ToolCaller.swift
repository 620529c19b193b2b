import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Redline

/// Calls registered tools, and nothing else.
public struct ToolCaller: Sendable {
    /// The tools.
    public let registry: ToolRegistry
    private let lookup: HostLookup

    /// The bytes of a tool's answer.
    static let answerLimit = 262_144
    /// The bytes of a call's arguments.
    static let argumentLimit = 262_144
    /// The bytes of a failed answer that its error repeats.
    static let errorBytes = 500
    /// How long a connection may take to come about.
    private static let connectSeconds: Int64 = 10

    /// Calls the tools of that registry.
    public init(_ registry: ToolRegistry) {
        self.init(registry, lookup: .system)
    }

    init(_ registry: ToolRegistry, lookup: HostLookup) {
        self.registry = registry
        self.lookup = lookup
    }

    /// The answer of the tool of that name; `arguments` is JSON, and `time` is as long as the caller
    /// can wait.
    ///
    /// - Throws: `ToolFailure`.
    public func answer(
        of name: String,
        _ arguments: String,
        for owner: Owner?,
        within time: Duration = .seconds(3_600)
    ) async throws(ToolFailure) -> String {
        guard let tool = registry[name] else { throw ToolFailure(unknown(name)) }
        guard owner != nil || !tool.isToldOwner else {
            throw ToolFailure("the tool is called for a user, and nobody says for whom: user_id")
        }
        let view = try Self.parsed(arguments)
        let faults = tool.parameters.faults(of: view)
        guard faults.isEmpty else {
            let words = faults.map { $0.pointer.isEmpty ? $0.detail : "\($0.pointer) \($0.detail)" }
            throw ToolFailure("the arguments do not fit: \(words.joined(separator: "; "))")
        }
        let request = try ToolRequest(tool, view)
        let limit = min(tool.timeout, time)
        guard limit > .zero else {
            throw ToolFailure("there was no time left for the call", isOfArguments: false)
        }
        do {
            return try await withTimeLimit(limit) { try await exchange(tool, request, owner) }
        } catch let failure as ToolFailure {
            throw failure
        } catch {
            throw ToolFailure(Self.reason(error, limit), isOfArguments: false)
        }
    }

    /// What is said where there is no such tool.
    public func unknown(_ name: String) -> String {
        let names = registry.tools.map(\.name)
        if let close = Suggestion.closest(to: name, in: names) {
            return "there is no such tool; did you mean \(close)?"
        }
        let known =
            names.isEmpty ? "none is registered" : "there are \(names.joined(separator: ", "))"
        return "there is no such tool; \(known)"
    }

    private static func parsed(_ arguments: String) throws(ToolFailure) -> JSONView {
        guard arguments.utf8.count <= argumentLimit else {
            throw ToolFailure("the arguments have more than \(argumentLimit) bytes")
        }
        // A tool without parameters is often called with nothing.
        let text = arguments.allSatisfy(\.isWhitespace) ? "{}" : arguments
        do throws(JSONParseError) {
            return try JSONDocument(parsing: text).root
        } catch {
            throw ToolFailure("the arguments are not JSON: \(error)")
        }
    }

    /// Looks the host up once, and connects to an address that it found and checked: a name that leads
    /// elsewhere a moment later changes nothing.
    private func exchange(
        _ tool: RegisteredTool,
        _ request: ToolRequest,
        _ owner: Owner?
    ) async throws -> String {
        let addresses = await lookup.addresses(tool.address.host)
        guard let address = addresses.first else {
            throw ToolFailure("the tool's host is not known", isOfArguments: false)
        }
        guard addresses.allSatisfy({ $0.isAllowed(mayBePrivate: tool.mayBePrivate) }) else {
            throw ToolFailure(
                "the tool's host has a private or reserved address, which it is not registered for",
                isOfArguments: false
            )
        }
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(Self.connectSeconds)
        configuration.connectionPool.retryConnectionEstablishment = false
        if HostAddress(tool.address.host) == nil {
            configuration.dnsOverride = [tool.address.host: address.text]
        }
        // One for each call: a connection never outlives the check of its address.
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let answer = try await Self.send(tool, request, owner, http)
            try? await http.shutdown()
            return answer
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    private static func send(
        _ tool: RegisteredTool,
        _ request: ToolRequest,
        _ owner: Owner?,
        _ http: HTTPClient
    ) async throws -> String {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: tool.method.rawValue)
        outgoing.headers.add(name: "accept", value: "application/json, text/plain;q=0.9, */*;q=0.1")
        outgoing.headers.add(name: "user-agent", value: "redline")
        if tool.isToldOwner, let owner {
            outgoing.headers.add(name: "x-user-id", value: owner.name)
        }
        for (name, value) in tool.headers { outgoing.headers.add(name: name, value: value) }
        if let body = request.body {
            outgoing.headers.add(name: "content-type", value: "application/json")
            outgoing.body = .bytes(ByteBuffer(bytes: body))
        }
        let answer = try await http.execute(outgoing, timeout: .hours(1))
        let status = Int(answer.status.code)
        guard (200...299).contains(status) else {
            throw ToolFailure(await refusal(answer, status), isOfArguments: false)
        }
        let body = try await answer.body.collect(upTo: answerLimit)
        return String(decoding: body.readableBytesView, as: UTF8.self)
    }

    private static func refusal(_ answer: HTTPClientResponse, _ status: Int) async -> String {
        guard !(300...399).contains(status) else {
            return "the tool answered \(status): redirects are not followed"
        }
        var said = ""
        if let body = try? await answer.body.collect(upTo: answerLimit) {
            said = String(decoding: body.readableBytesView.prefix(errorBytes), as: UTF8.self)
        }
        let text = said.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "the tool answered \(status)" + (text.isEmpty ? "" : ": \(text)")
    }

    /// What the library says may hold the address.
    private static func reason(_ error: any Error, _ limit: Duration) -> String {
        switch error {
        case is TimeIsUp:
            return "the tool did not answer within \(limit.components.seconds) seconds"
        case is NIOTooManyBytesError:
            return "the tool's answer has more than \(answerLimit) bytes"
        case is CancellationError: return "the call was given up"
        case let error as HTTPClientError where error == .cancelled:
            return "the call was given up"
        case let error as HTTPClientError
        where [.connectTimeout, .readTimeout, .deadlineExceeded].contains(error):
            return "the tool cannot be reached in time"
        default: return "the tool cannot be reached, or broke off before it had answered"
        }
    }
}

/// Gives work so long; beyond, it is cancelled and `TimeIsUp` thrown.
private func withTimeLimit<Result: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask(operation: work)
        group.addTask {
            try await Task.sleep(for: limit)
            throw TimeIsUp()
        }
        defer { group.cancelAll() }
        guard let result = try await group.next() else { throw CancellationError() }
        return result
    }
}

/// Work took longer than it may.
private struct TimeIsUp: Error {}
