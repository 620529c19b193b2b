import Foundation
import Redline
import RedlineCapture
import RedlineStorage
import RedlineSummaries

/// One turn on its way: the model is asked, its calls are made, and it is asked again.
struct TurnRun {
    private let assistant: Assistant
    private let request: TurnRequest
    private let startedAt = Timestamp.now
    private let start = ContinuousClock.now
    private var messages: [ChatMessage] = []
    private var texts: [String] = []
    private var calls: [CapturedCall] = []
    private var metadata = TurnMetadata(source: Self.source)
    private var modelTime = Duration.zero

    /// What the record says of where it comes from.
    static let source = "tool_call_handler"

    init(_ assistant: Assistant, _ request: TurnRequest, _ history: ThreadHistory) {
        self.assistant = assistant
        self.request = request
        if let instructions = assistant.registry.instructions {
            messages.append(ChatMessage(role: .system, content: instructions))
        }
        messages += history.messages
        messages.append(ChatMessage(role: .user, content: request.message))
        metadata.requestedModel = assistant.conversation.model
        metadata.requestID = request.requestID
    }

    private var timeLeft: Duration {
        assistant.registry.turnTime - (ContinuousClock.now - start)
    }

    /// Asks the model until it has answered.
    mutating func go() async throws(TurnFailure) {
        let rounds = assistant.registry.rounds
        let tools = assistant.registry.tools.map { tool in
            ChatTool(
                name: tool.name,
                description: tool.description,
                parameters: tool.parameters.text
            )
        }
        for round in 1...rounds {
            // The last time, the model has to make do with what it has.
            let reply = try await ask(tools, mayCall: round < rounds)
            guard !reply.calls.isEmpty else { return }
            guard round < rounds else { break }
            let message = ChatMessage(role: .assistant, content: reply.text, calls: reply.calls)
            messages.append(message)
            let results = await results(of: reply.calls)
            for (call, result) in zip(reply.calls, results) {
                let text = result.result ?? ""
                messages.append(ChatMessage(role: .tool, content: text, callID: call.id))
            }
            calls += results
        }
        throw .tooManyRounds(rounds)
    }

    private mutating func ask(
        _ tools: [ChatTool],
        mayCall: Bool
    ) async throws(TurnFailure) -> ConversationReply {
        let asked = ContinuousClock.now
        defer { modelTime += ContinuousClock.now - asked }
        do throws(EndpointFault) {
            let reply = try await assistant.conversation.reply(
                to: messages,
                tools: tools,
                mayCall: mayCall,
                within: timeLeft
            )
            note(reply)
            return reply
        } catch {
            metadata.failedRequests += 1
            let seconds = Int(assistant.registry.turnTime.components.seconds)
            throw timeLeft > .zero ? .endpoint(error) : .timedOut(seconds: seconds)
        }
    }

    private mutating func note(_ reply: ConversationReply) {
        metadata.requests += 1
        metadata.failedRequests += reply.failedRequests
        metadata.model = reply.model
        metadata.finishReason = reply.finishReason
        if let tokens = reply.tokensIn {
            metadata.inputTokens = (metadata.inputTokens ?? 0) + tokens
        }
        if let tokens = reply.tokensOut {
            metadata.outputTokens = (metadata.outputTokens ?? 0) + tokens
        }
        if metadata.inputTokens != nil || metadata.outputTokens != nil {
            metadata.tokens = (metadata.inputTokens ?? 0) + (metadata.outputTokens ?? 0)
        }
        if !reply.text.isEmpty { texts.append(reply.text) }
    }

    /// Makes calls, some at a time; their results are in the order of the calls.
    private func results(of calls: [ChatToolCall]) async -> [CapturedCall] {
        await withTaskGroup(of: (Int, CapturedCall).self) { group in
            var results = [CapturedCall?](repeating: nil, count: calls.count)
            var next = 0
            while next < min(Assistant.parallelLimit, calls.count) {
                add(calls, next, to: &group)
                next += 1
            }
            while let (place, result) = await group.next() {
                results[place] = result
                if next < calls.count {
                    add(calls, next, to: &group)
                    next += 1
                }
            }
            return results.compactMap(\.self)
        }
    }

    private func add(
        _ calls: [ChatToolCall],
        _ place: Int,
        to group: inout TaskGroup<(Int, CapturedCall)>
    ) {
        let call = calls[place]
        group.addTask { [self] in
            (place, await result(of: call, isBeyond: place >= Assistant.callLimit))
        }
    }

    private func result(of call: ChatToolCall, isBeyond: Bool) async -> CapturedCall {
        let begun = ContinuousClock.now
        var captured = CapturedCall(id: call.id, tool: call.name, arguments: call.arguments)
        do throws(ToolFailure) {
            guard !isBeyond else {
                throw ToolFailure("at most \(Assistant.callLimit) tools can be called at once")
            }
            captured.result = try await assistant.call(
                call.name,
                call.arguments,
                for: request.owner,
                within: timeLeft
            )
        } catch {
            captured.result = error.json
            captured.status = "error"
        }
        captured.durationMilliseconds = (ContinuousClock.now - begun) / .milliseconds(1)
        return captured
    }

    /// The turn as it ended.
    func finished(_ failure: TurnFailure?) -> CapturedTurn {
        var metadata = metadata
        metadata.latencyMilliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        metadata.modelMilliseconds = modelTime / .milliseconds(1)
        metadata.answeredAt = .now
        if let failure {
            metadata.status = failure == .endpoint(.cancelled) ? .cut : .error
            metadata.error = CapturedError(type: failure.code)
        }
        var answer = texts.joined(separator: "\n")
        // The reports know no turn without a word where nothing was called either.
        if failure != nil, answer.isEmpty {
            answer =
                metadata.status == .cut
                ? "(no answer: the caller went away)"
                : "(no answer: the request failed)"
        }
        return CapturedTurn(
            id: "TURN_\(UUID().uuidString.lowercased())",
            owner: request.owner,
            threadID: request.threadID ?? "thread_\(UUID().uuidString.lowercased())",
            startedAt: startedAt,
            userMessage: request.message,
            answer: answer,
            calls: calls,
            metadata: metadata
        )
    }
}

extension ToolFailure {
    /// The failure as a model is told it, and as it is recorded.
    var json: String {
        var json = JSONWriter()
        json.beginObject()
        json.name("error")
        json.string(reason)
        json.endObject()
        return json.text
    }
}
