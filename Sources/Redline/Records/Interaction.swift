/// A valid record of one exchange between a user and an assistant.
public struct Interaction: Sendable {
    /// Whose it is; nil where neither the record nor its sender says.
    public var owner: Owner?
    /// Its id, where it has one already.
    public let interactionID: String?
    /// When it happened, where the record says.
    public let timestamp: Timestamp?
    /// The conversation that it belongs to.
    public let threadID: String?
    /// What the user asked.
    public let userMessage: String
    /// What the assistant answered; empty only where there are tool calls.
    public let assistantResponse: String
    /// The tool calls, in order.
    public let toolCalls: [ToolCall]
    /// The model, from the metadata.
    public let model: String?
    /// Where it came from, from the metadata.
    public let source: String?
    /// Which assistant answered, from the metadata.
    public let assistantID: String?
    /// The tokens used, from the metadata.
    public let tokensUsed: Int?
    /// How long the answer took in milliseconds, from the metadata.
    public let latencyMilliseconds: Double?
    /// The record as it was sent.
    public let document: JSONDocument
}

/// One call of a tool within an interaction.
public struct ToolCall: Sendable {
    /// The tool's name.
    public let tool: String
    /// `success`, or how it went otherwise.
    public let status: String
    /// The error's text, where it failed with one.
    public let error: String?
    /// How long it took, in milliseconds.
    public let durationMilliseconds: Double?

    /// Whether the call failed: its status is anything but `success`.
    public var hasFailed: Bool { status != "success" }
}
