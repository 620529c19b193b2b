/// A valid record of one exchange between a user and an assistant.
///
/// A class, because records are handed from step to step, and one reference is quicker to hand on
/// than ten.
public final class Interaction: Sendable {
    /// Whose it is.
    public let owner: Owner
    /// Its id, where it has one already.
    public let interactionID: String?
    /// When it happened, where the record says.
    public let timestamp: Timestamp?
    /// The conversation that it belongs to.
    public let threadID: String?
    /// What the user asked.
    public let userMessage: String
    /// What the assistant answered, a string; nil only where there are tool calls instead.
    public let assistantResponse: JSONView?
    /// The tool calls, in order.
    public let toolCalls: [ToolCall]
    /// What the reports read of the metadata.
    public let metadata: InteractionMetadata
    /// The record as it was sent.
    public let document: JSONDocument

    init(
        owner: Owner,
        interactionID: String?,
        timestamp: Timestamp?,
        threadID: String?,
        userMessage: String,
        assistantResponse: JSONView?,
        toolCalls: [ToolCall],
        metadata: InteractionMetadata,
        document: JSONDocument
    ) {
        self.owner = owner
        self.interactionID = interactionID
        self.timestamp = timestamp
        self.threadID = threadID
        self.userMessage = userMessage
        self.assistantResponse = assistantResponse
        self.toolCalls = toolCalls
        self.metadata = metadata
        self.document = document
    }
}

/// What the reports read of an interaction's metadata.
public struct InteractionMetadata: Sendable {
    /// The model.
    public let model: String?
    /// Where the interaction came from.
    public let source: String?
    /// Which assistant answered.
    public let assistantID: String?
    /// The tokens used.
    public let tokensUsed: Int?
    /// How long the answer took, in milliseconds.
    public let latencyMilliseconds: Double?
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
