import Redline

/// A user's message with the assistant's answer and its tool calls.
public struct InteractionRecord: Recordable {
    /// Whose it is.
    public var owner: String
    /// What the user asked.
    public var userMessage: String
    /// What the assistant answered; empty only where there are tool calls.
    public var assistantResponse: String
    /// The conversation that it belongs to.
    public var threadID: String?
    /// The tool calls, in order.
    public var toolCalls: [ToolCallRecord] = []
    /// The model that answered.
    public var model: String?
    /// The tokens used.
    public var tokensUsed: Int?
    /// How long the answer took, in milliseconds.
    public var latencyMilliseconds: Double?
    /// Further members of the record's metadata, such as `source` and `assistant_id`.
    public var metadata: [String: RecordValue] = [:]
    /// Its id; made when it is recorded where it has none.
    public var interactionID: String?
    /// When it happened; the time at which it is recorded where it does not say.
    public var timestamp: Timestamp?
    /// Further members of the record.
    public var more: [String: RecordValue] = [:]

    /// Makes an interaction.
    public init(
        owner: String,
        userMessage: String,
        assistantResponse: String,
        threadID: String? = nil
    ) {
        self.owner = owner
        self.userMessage = userMessage
        self.assistantResponse = assistantResponse
        self.threadID = threadID
    }

    /// The record as a JSON object.
    public var json: String {
        var members = MemberList()
        members.add("interaction_id", interactionID)
        members.add("timestamp", timestamp)
        members.add("user_id", owner)
        members.add("thread_id", threadID)
        members.add("user_message", userMessage)
        members.add("assistant_response", assistantResponse)
        if !toolCalls.isEmpty {
            let calls = toolCalls.map(\.json).joined(separator: ",")
            members.add("tool_calls", RecordValue(trusted: "[\(calls)]"))
        }
        var about = MemberList()
        about.add("model", model)
        about.add("tokens_used", tokensUsed)
        about.add("latency_ms", latencyMilliseconds)
        about.add(metadata)
        if about.text != "{}" { members.add("metadata", about) }
        members.add(more)
        return members.text
    }
}

/// One call of a tool within an interaction.
public struct ToolCallRecord: Sendable {
    /// The tool's name.
    public var tool: String
    /// What it was called with.
    public var arguments: RecordValue
    /// What it gave.
    public var result: RecordValue?
    /// `success`, or how it went otherwise.
    public var status: String
    /// The error's text, where it failed with one.
    public var error: String?
    /// How long it took, in milliseconds.
    public var durationMilliseconds: Double?

    /// Makes a call.
    public init(
        tool: String,
        arguments: RecordValue,
        result: RecordValue? = nil,
        status: String = "success",
        error: String? = nil,
        durationMilliseconds: Double? = nil
    ) {
        self.tool = tool
        self.arguments = arguments
        self.result = result
        self.status = status
        self.error = error
        self.durationMilliseconds = durationMilliseconds
    }

    fileprivate var json: String {
        var members = MemberList()
        members.add("tool_name", tool)
        members.add("arguments", arguments)
        members.add("result", result)
        members.add("status", status)
        members.add("error", error)
        members.add("duration_ms", durationMilliseconds)
        return members.text
    }
}
