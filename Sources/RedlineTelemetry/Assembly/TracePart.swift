/// What a span or a log record says of a conversation.
struct TracePart: Sendable, Equatable {
    enum Kind: String, Sendable {
        /// A call of a model.
        case chat
        /// The run of an agent, or a chain of steps around calls.
        case agent
        /// The run of a tool.
        case tool
        /// A log record with all the messages of a call of a model.
        case details
        /// A log record with one message of a call of a model.
        case message
        /// A log record with what somebody thinks of an answer.
        case evaluation
    }

    /// By what the same part is known when it comes again.
    var id: String
    var kind: Kind
    var spanID: String
    /// The span that it is part of, in this process.
    var parentID: String?
    /// In nanoseconds since 1970, as its end.
    var start: Int64
    var end: Int64
    var threadID: String?
    var model: String?
    var responseID: String?
    var finishReason: String?
    /// Input and output together; cached and reasoning tokens are among them already.
    var tokens: Int?
    /// What the model was given, the conversation so far.
    var input: [ChatMessage] = []
    /// What it answered.
    var output: [ChatMessage] = []
    var tool: ToolRun?
    /// An evaluation, in JSON.
    var evaluation: String?
    /// What went wrong; nil where nothing did.
    var error: String?

    /// The run of a tool.
    struct ToolRun: Sendable, Equatable {
        var name: String
        var callID: String?
        /// JSON.
        var arguments: String?
        /// JSON.
        var result: String?
    }
}

/// Parts of one trace, of one owner.
struct TraceParts: Sendable {
    let traceID: String
    var parts: [TracePart]
    /// Whether nothing outside of these parts can belong to them: whether a span that has no parent
    /// here is the first one of its trace.
    var knownRoots: Set<String> = []
}
