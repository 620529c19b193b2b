import Redline

/// Asks the configured AI for the next word in conversations.
///
/// There is one for each process: it keeps the endpoint's connections, and remembers whether it is up.
public final class Conversation: Sendable {
    private let exchanges: ChatExchanges?

    /// Creates one; ``shutdown()`` has to be called before it goes.
    public convenience init(_ settings: SummarySettings) {
        self.init(settings, timing: .system)
    }

    init(_ settings: SummarySettings, timing: Timing) {
        exchanges = settings.endpoint.map { endpoint in
            ChatExchanges(endpoint, limits: settings.limits, timing: timing)
        }
    }

    /// The model that is asked for; nil where no AI is configured.
    public var model: String? { exchanges?.model }

    /// Closes the endpoint's connections.
    public func shutdown() async {
        await exchanges?.shutdown()
    }

    /// What the model says to some messages, within so long: a text, or calls of the tools where it may
    /// call them.
    ///
    /// - Throws: `EndpointFault` where there is no answer.
    public func reply(
        to messages: [ChatMessage],
        tools: [ChatTool],
        mayCall: Bool,
        within time: Duration
    ) async throws(EndpointFault) -> ConversationReply {
        guard let exchanges else { throw .notConfigured }
        var use = SummaryUse()
        let answer = try await exchanges.answer(
            to: messages,
            form: .conversation(tools: tools, mayCall: mayCall),
            until: exchanges.moment(in: time),
            &use
        )
        return ConversationReply(
            text: answer.content.isEmpty ? answer.refusal : answer.content,
            calls: answer.calls,
            model: answer.model ?? exchanges.model,
            tokensIn: use.tokensIn,
            tokensOut: use.tokensOut,
            finishReason: answer.finishReason,
            failedRequests: max(0, use.attempts - 1)
        )
    }
}

/// What a model said in a conversation.
public struct ConversationReply: Sendable, Equatable {
    /// Its text, or why it would not answer.
    public let text: String
    /// The tools that it calls.
    public let calls: [ChatToolCall]
    /// The model that answered, by its own account.
    public let model: String
    /// The prompt's tokens, where the endpoint counts them.
    public let tokensIn: Int?
    /// The answer's tokens.
    public let tokensOut: Int?
    /// Why the model stopped.
    public let finishReason: String?
    /// The requests that failed before there was an answer.
    public let failedRequests: Int
}
