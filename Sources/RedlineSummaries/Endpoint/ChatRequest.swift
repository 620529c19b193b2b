import Redline

/// A message to a model.
struct ChatMessage: Sendable, Equatable {
    /// Who speaks.
    enum Role: String, Sendable {
        case system
        case user
        case assistant
    }

    let role: Role
    let content: String
}

/// A request in OpenAI's protocol, as far as an endpoint knows it.
struct ChatRequest: Sendable {
    let model: String
    var messages: [ChatMessage]
    var isStream = false
    /// What the endpoint is known not to know.
    var unknown: Set<ChatFeature> = []

    /// The request's body.
    ///
    /// It has nothing that one endpoint wants and another refuses, such as a limit of tokens or a
    /// temperature.
    var body: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("model")
        writer.string(model)
        writer.name("messages")
        writer.beginArray()
        for message in messages {
            writer.beginObject()
            writer.name("role")
            writer.string(message.role.rawValue)
            writer.name("content")
            writer.string(message.content)
            writer.endObject()
        }
        writer.endArray()
        if !unknown.contains(.schema) {
            writer.name("response_format")
            writer.raw(SummarySchema.responseFormat)
        } else if !unknown.contains(.json) {
            writer.name("response_format")
            writer.raw(#"{"type":"json_object"}"#)
        }
        if isStream {
            writer.name("stream")
            writer.boolean(true)
            if !unknown.contains(.streamUsage) {
                writer.name("stream_options")
                writer.raw(#"{"include_usage":true}"#)
            }
        }
        writer.endObject()
        return writer.bytes
    }
}
