extension Words {
    /// Conversations with assistants.
    enum Interactions {
        static let title = "Interactions"
        static let explanation =
            "What people asked assistants and what came back, the newest first. Each leads to its "
            + "conversation."
        static let filters = "Which interactions"
        static let search = "Words"
        static let searchHint = "as in a web search: \"a phrase\", or, -without"
        static let thread = "Thread"
        static let list = "List"
        static let empty = "No interaction is recorded here."
        static let conversation = "Conversation"
        static let single = "Interaction"
        static let earlier = "Earlier turns"
        static let latest = "Latest turns"
        static let asked = "User"
        static let answered = "Assistant"
        static let noAnswer = "No text, but the tool calls above."
        static let tool = "Tool"
        static let failed = "failed"
        static let repeats = "repeats the message before"
        static let arguments = "Arguments"
        static let result = "Result"
        static let error = "Error"
        static let status = "Status"
        static let duration = "Duration"
        static let metadata = "Metadata"
        static let record = "The record"
        static let several =
            "Several owners have a thread of this name. Choose whose conversation is meant:"
        static let unknown = "there is no such thread, or nothing of it is kept"
        static let unknownInteraction = "there is no such interaction, or it is no longer kept"

        static func turn(_ number: String) -> String { "Turn \(number)" }
        static func calls(_ count: String, isOne: Bool) -> String {
            isOne ? "1 tool call" : "\(count) tool calls"
        }
        static func failures(_ count: String) -> String { "\(count) failed" }
        static func moreCalls(_ count: String) -> String {
            "\(count) further tool calls are in the record"
        }
    }
}
