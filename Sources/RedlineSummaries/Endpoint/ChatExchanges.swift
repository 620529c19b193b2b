import Synchronization

/// Gets answers from an endpoint: again where it fails in passing, and not at all while it is down.
final class ChatExchanges: Sendable {
    /// The model that is asked for.
    let model: String
    private let client: ChatClient
    private let limits: SummaryLimits
    private let timing: Timing
    private let slots: RequestSlots
    private let state = Mutex(State())

    /// What is known of the endpoint.
    private struct State {
        var breaker = CircuitBreaker()
        var unknown: Set<ChatFeature> = []
    }

    init(_ endpoint: ChatEndpoint, limits: SummaryLimits, timing: Timing) {
        model = endpoint.model
        client = ChatClient(endpoint, limits: limits, timing: timing)
        self.limits = limits
        self.timing = timing
        slots = RequestSlots(slots: limits.concurrency, waitingLimit: limits.waiting)
    }

    func shutdown() async {
        await client.shutdown()
    }

    /// When a summary that is begun now has to be there.
    func deadline() -> Duration {
        moment(in: limits.total)
    }

    /// The moment so long from now.
    func moment(in time: Duration) -> Duration {
        timing.now() + time
    }

    /// The answer to some messages, as a stream where a relay wants its pieces.
    func answer(
        to messages: [ChatMessage],
        form: ChatRequest.Form = .summary,
        until deadline: Duration,
        _ use: inout SummaryUse,
        relay: ProgressRelay? = nil
    ) async throws(EndpointFault) -> ChatAnswer {
        var attempts = 0
        var last: EndpointFault?
        while true {
            let request = ChatRequest(
                model: model,
                messages: messages,
                isStream: relay != nil,
                form: form,
                unknown: state.withLock(\.unknown)
            )
            do throws(AttemptFault) {
                let answer = try await attempt(request, until: deadline, &use, relay)
                use.count(answer)
                return answer
            } catch {
                if let feature = error.refused, isNew(feature, to: request) { continue }
                attempts += 1
                // What opened the circuit says more than that it is open.
                if error.fault == .circuitOpen { throw last ?? .circuitOpen }
                last = error.fault
                guard error.isPassing, attempts < limits.attempts else { throw error.fault }
                let wait = Backoff.wait(
                    after: attempts,
                    asked: error.retryAfter,
                    chance: timing.chance()
                )
                // Waiting in vain helps nobody.
                guard timing.now() + wait < deadline else { throw error.fault }
                do { try await timing.pause(wait) } catch { throw .cancelled }
            }
        }
    }

    /// Notes that the endpoint does not know a feature; false where the request went without it.
    private func isNew(_ feature: ChatFeature, to request: ChatRequest) -> Bool {
        guard request.uses(feature) else { return false }
        var refused = feature
        // An endpoint that knows no schema is asked for plain JSON, and then for nothing.
        if feature != .streamUsage { refused = request.unknown.contains(.schema) ? .json : .schema }
        guard !request.unknown.contains(refused) else { return false }
        state.withLock { $0.unknown.formUnion(request.unknown.union([refused])) }
        return true
    }

    /// One request.
    private func attempt(
        _ request: ChatRequest,
        until deadline: Duration,
        _ use: inout SummaryUse,
        _ relay: ProgressRelay?
    ) async throws(AttemptFault) -> ChatAnswer {
        let left = deadline - timing.now()
        guard left > .zero else { throw AttemptFault(fault: .timedOut) }
        let sent = Sent()
        defer { if sent.hasBegun { use.attempts += 1 } }
        do {
            return try await withTimeout(min(left, limits.attempt)) { [self] in
                try await slots.withSlot { try await send(request, sent, relay) }
            }
        } catch let fault as AttemptFault {
            throw fault
        } catch let fault as EndpointFault {
            throw AttemptFault(fault: fault)
        } catch is TimedOut {
            let now = timing.now()
            // One that waited for its turn all the time says nothing of the endpoint.
            if sent.hasBegun { state.withLock { $0.breaker.failed(at: now) } }
            throw AttemptFault(fault: .timedOut, isPassing: true)
        } catch {
            let now = timing.now()
            if sent.hasBegun { state.withLock { $0.breaker.abandoned(at: now) } }
            throw AttemptFault(fault: .cancelled)
        }
    }

    /// Whether a request went out, seen from outside the task that sends it.
    private final class Sent: Sendable {
        private let flag = Atomic(false)
        var hasBegun: Bool { flag.load(ordering: .acquiring) }
        func begin() { flag.store(true, ordering: .releasing) }
    }

    private func send(
        _ request: ChatRequest,
        _ sent: Sent,
        _ relay: ProgressRelay?
    ) async throws -> ChatAnswer {
        guard state.withLock({ $0.breaker.admits(at: timing.now()) }) else {
            throw EndpointFault.circuitOpen
        }
        sent.begin()
        do {
            await relay?.begin()
            let answer = try await client.send(request) { await relay?.take($0) }
            state.withLock { $0.breaker.succeeded() }
            return answer
        } catch let fault as AttemptFault {
            let now = timing.now()
            state.withLock { state in
                if fault.isOfEndpoint {
                    state.breaker.failed(at: now)
                } else {
                    state.breaker.succeeded()
                }
            }
            throw fault
        }
    }
}

extension SummaryUse {
    /// Adds the tokens of an answer.
    mutating func count(_ answer: ChatAnswer) {
        if let tokens = answer.tokensIn { tokensIn = (tokensIn ?? 0) + tokens }
        if let tokens = answer.tokensOut { tokensOut = (tokensOut ?? 0) + tokens }
    }
}
