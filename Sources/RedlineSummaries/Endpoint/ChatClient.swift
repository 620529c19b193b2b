import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Redline

/// Sends single requests to a chat endpoint; knows nothing of summaries.
struct ChatClient: Sendable {
    private let http: HTTPClient
    private let endpoint: ChatEndpoint
    private let limits: SummaryLimits
    private let timing: Timing

    /// The most that is read of an answer that reports an error.
    private static let errorBytes = 64 * 1024

    init(_ endpoint: ChatEndpoint, limits: SummaryLimits, timing: Timing) {
        self.endpoint = endpoint
        self.limits = limits
        self.timing = timing
        var configuration = HTTPClient.Configuration()
        // A redirect could take the document and the key anywhere.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .nanoseconds(limits.connect.nanoseconds)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
            limits.concurrency
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes its connections; it is of no use afterwards.
    func shutdown() async {
        // It only fails where it was shut down before.
        try? await http.shutdown()
    }

    /// Sends a request and waits for its answer; `onContent` is told of a stream's texts as they
    /// come.
    ///
    /// - Throws: `AttemptFault`, or `CancellationError` where the task was cancelled.
    func send(
        _ request: ChatRequest,
        onContent: @Sendable (String) async -> Void = { _ in }
    ) async throws -> ChatAnswer {
        do {
            return try await exchange(request, onContent)
        } catch let fault as AttemptFault {
            throw fault
        } catch is NIOTooManyBytesError {
            throw AttemptFault(fault: .answerTooLarge)
        } catch {
            // Whatever the library says may hold the address.
            try Task.checkCancellation()
            let isLate = [.readTimeout, .deadlineExceeded].contains(error as? HTTPClientError)
            throw AttemptFault(fault: isLate ? .timedOut : .unreachable, isPassing: true)
        }
    }

    private func exchange(
        _ request: ChatRequest,
        _ onContent: @Sendable (String) async -> Void
    ) async throws -> ChatAnswer {
        var outgoing = HTTPClientRequest(url: endpoint.url)
        outgoing.method = .POST
        outgoing.headers.add(name: "content-type", value: "application/json")
        outgoing.headers.add(
            name: "accept",
            value: request.isStream ? "text/event-stream" : "application/json"
        )
        outgoing.headers.add(name: "user-agent", value: "redline")
        if let key = endpoint.key {
            outgoing.headers.add(name: "authorization", value: "Bearer \(key)")
        }
        outgoing.body = .bytes(ByteBuffer(bytes: request.body))
        // Whoever calls has a time-out of their own; this one is behind it.
        let answer = try await http.execute(
            outgoing,
            timeout: .nanoseconds((limits.attempt * 2).nanoseconds)
        )
        guard answer.status == .ok else { throw await refusal(answer) }
        let type = answer.headers.first(name: "content-type")?.lowercased() ?? ""
        if type.hasPrefix("text/event-stream") { return try await streamed(answer, onContent) }
        let body = try await answer.body.collect(upTo: limits.answerBytes)
        let whole = try ChatAnswer(parsing: Array(body.readableBytesView))
        await onContent(whole.content)
        return whole
    }

    private func streamed(
        _ answer: HTTPClientResponse,
        _ onContent: @Sendable (String) async -> Void
    ) async throws -> ChatAnswer {
        var events = ServerSentEvents()
        var streamed = StreamedAnswer()
        var bytes = 0
        for try await buffer in answer.body {
            bytes += buffer.readableBytes
            guard bytes <= limits.answerBytes else { throw AttemptFault(fault: .answerTooLarge) }
            for event in events.feed(buffer.readableBytesView) {
                let text = try streamed.take(event)
                if !text.isEmpty { await onContent(text) }
                // What an endpoint does behind the end does not matter.
                if streamed.isDone { return streamed.answer }
            }
        }
        if let event = events.finish(), let text = try? streamed.take(event), !text.isEmpty {
            await onContent(text)
        }
        return try streamed.whole()
    }

    private func refusal(_ answer: HTTPClientResponse) async -> AttemptFault {
        var error = ReportedError()
        if let body = try? await answer.body.collect(upTo: Self.errorBytes),
            let root = ChatAnswer.parsed(Array(body.readableBytesView)),
            let reported = ReportedError(root)
        {
            error = reported
        }
        return error.attemptFault(
            status: Int(answer.status.code),
            retryAfter: RetryAfter.wait(answer.headers, unixSeconds: timing.unixSeconds())
        )
    }
}

extension Duration {
    /// Whole nanoseconds, of durations as time-outs have them.
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
