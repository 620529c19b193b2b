import Redline

/// A message to a model.
public struct ChatMessage: Sendable, Equatable {
    /// Who speaks.
    public enum Role: String, Sendable {
        /// Whoever set the assistant up.
        case system
        /// Whoever asks.
        case user
        /// The model.
        case assistant
        /// A tool that the model called.
        case tool
    }

    /// Who speaks.
    public let role: Role
    /// What they say.
    public let content: String
    /// The tools that the model calls with it.
    public let calls: [ChatToolCall]
    /// The call whose result it is.
    public let callID: String?

    /// Creates a message.
    public init(role: Role, content: String, calls: [ChatToolCall] = [], callID: String? = nil) {
        self.role = role
        self.content = content
        self.calls = calls
        self.callID = callID
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("role")
        writer.string(role.rawValue)
        writer.name("content")
        // Endpoints refuse an empty text beside calls.
        if content.isEmpty, !calls.isEmpty {
            writer.null()
        } else {
            writer.string(content)
        }
        if !calls.isEmpty {
            writer.name("tool_calls")
            writer.beginArray()
            for call in calls { call.write(to: &writer) }
            writer.endArray()
        }
        if let callID {
            writer.name("tool_call_id")
            writer.string(callID)
        }
        writer.endObject()
    }
}
