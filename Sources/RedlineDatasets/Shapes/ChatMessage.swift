/// A message of a conversation, apart from any shape.
struct ChatMessage: Sendable, Equatable {
    enum Role: String, Sendable {
        case user
        case assistant
        case tool
    }

    /// A call of a tool that the assistant asked for.
    struct ToolCall: Sendable, Equatable {
        let id: String
        let name: String
        /// The arguments (JSON): an object.
        let arguments: String
        /// The names of the arguments, in order.
        let argumentNames: [String]
    }

    let role: Role
    var content: String
    var toolCalls: [ToolCall] = []
    /// Of a tool's answer: which call it answers.
    var answers: ToolCall?
    /// Whether the message belongs to an exchange that failed, or that the user had to repeat.
    var isMarked = false
}
