import Redline
import RedlineStorage

/// Makes turns of requests with their answers; pure.
struct TurnAssembly: Sendable {
    let exchange: FinishedExchange
    let request: ChatRequest
    let threadID: String

    /// The source that records of the proxy name.
    static let source = "openai-proxy"

    /// The most bytes that a request may have for its history to be read.
    static let requestLimit = 32 << 20

    init(_ exchange: FinishedExchange) {
        self.exchange = exchange
        var limits = JSONLimits.record
        limits.bytes = Self.requestLimit
        let root = try? JSONDocument(parsing: exchange.request, limits: limits).root
        let request = root.map { ChatRequest($0) } ?? ChatRequest()
        self.request = request
        let reply = ChatMessage.fingerprint(exchange.answer.text, exchange.answer.calls)
        let derived = request.derivedThread(of: exchange.owner, answeredBy: reply)
        threadID =
            [exchange.threadID, request.threadID].compactMap(\.self)
            .first { ThreadName.isValid($0) } ?? derived
    }

    /// The turn with this exchange, after what was kept of it before.
    func turn(after known: OpenTurn?) -> CapturedTurn {
        if let known, !known.isRecorded, let earlier = earlier(known) {
            return extended(earlier, callIDs: known.callIDs)
        }
        let id = "turn_" + ChatRequest.digest([exchange.owner.name, threadID, exchange.requestID])
        var turn = CapturedTurn(
            id: id,
            owner: exchange.owner,
            threadID: threadID,
            startedAt: exchange.startedAt,
            userMessage: request.userMessage,
            metadata: TurnMetadata(source: Self.source)
        )
        var calls = request.calls
        var texts = request.texts
        if let known {
            // Those calls and texts are recorded already.
            turn.metadata.continues = known.interactionID
            calls = Self.calls(calls, without: known.callIDs)
            texts = []
        }
        turn.calls = calls
        add(answerAfter: texts, to: &turn)
        return turn
    }

    /// A turn that was open when the caller went on to another: with the results that came since.
    func completed(_ known: OpenTurn) -> CapturedTurn? {
        guard var turn = earlier(known) else { return nil }
        var isJoined = false
        for (index, id) in zip(turn.calls.indices, known.callIDs)
        where turn.calls[index].result == nil {
            guard let result = request.results[id] else { continue }
            turn.calls[index].result = result
            isJoined = true
        }
        return isJoined ? turn : nil
    }

    private func earlier(_ known: OpenTurn) -> CapturedTurn? {
        (try? JSONDocument(parsing: known.record)).flatMap {
            CapturedTurn(restoring: $0.root, owner: known.owner)
        }
    }

    private func extended(_ earlier: CapturedTurn, callIDs: [String]) -> CapturedTurn {
        var turn = earlier
        var calls: [CapturedCall] = []
        var open = Array(zip(callIDs, earlier.calls))
        for var call in request.calls {
            if let place = open.firstIndex(where: { $0.0 == call.id }) {
                let before = open.remove(at: place).1
                call.roundTripMilliseconds = before.roundTripMilliseconds
                if before.result == nil, call.result != nil,
                    let answered = earlier.metadata.answeredAt
                {
                    let gap = exchange.startedAt.microseconds - answered.microseconds
                    call.roundTripMilliseconds = Double(max(gap, 0)) / 1_000
                }
            }
            calls.append(call)
        }
        // A caller that shortens the history has not taken back what it did.
        turn.calls = open.map(\.1) + calls
        add(answerAfter: request.texts, to: &turn)
        return turn
    }

    /// Adds the exchange's answer, and what is known of it.
    private func add(answerAfter texts: [String], to turn: inout CapturedTurn) {
        let answer = exchange.answer
        turn.answer = (texts + [answer.text]).filter { !$0.isEmpty }.joined(separator: "\n")
        if exchange.status == .ok { turn.calls += answer.calls }
        var metadata = turn.metadata
        metadata.status = exchange.status
        metadata.error = exchange.error ?? answer.error
        metadata.model = answer.model ?? metadata.model
        metadata.requestedModel = request.model
        metadata.tokens = Self.sum(metadata.tokens, answer.tokens)
        metadata.inputTokens = Self.sum(metadata.inputTokens, answer.inputTokens)
        metadata.outputTokens = Self.sum(metadata.outputTokens, answer.outputTokens)
        let wait = exchange.endedAt.microseconds - turn.startedAt.microseconds
        metadata.latencyMilliseconds = Double(wait) / 1_000
        metadata.modelMilliseconds = (metadata.modelMilliseconds ?? 0) + exchange.milliseconds
        metadata.firstTokenMilliseconds = exchange.firstTokenMilliseconds
        metadata.requests += 1
        if exchange.status != .ok { metadata.failedRequests += 1 }
        metadata.finishReason = answer.finishReason
        metadata.isStream = request.isStream
        metadata.requestID = exchange.requestID
        metadata.completionID = answer.id
        metadata.instructions = request.instructions
        metadata.choices = request.choices
        metadata.cutTexts += answer.isCutShort ? 1 : 0
        metadata.answeredAt = exchange.endedAt
        turn.metadata = metadata
    }

    private static func calls(_ calls: [CapturedCall], without ids: [String]) -> [CapturedCall] {
        var known = ids
        return calls.filter { call in
            guard let place = known.firstIndex(of: call.id) else { return true }
            known.remove(at: place)
            return false
        }
    }

    private static func sum(_ a: Int?, _ b: Int?) -> Int? {
        guard let a, let b else { return a ?? b }
        return a + b
    }
}

/// The names that a thread may have.
enum ThreadName {
    static func isValid(_ name: String) -> Bool {
        (1...200).contains(name.unicodeScalars.count)
            && name.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0 != "\u{FFFD}"
            }
    }
}
