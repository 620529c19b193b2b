import Redline

/// A request in OpenAI's protocol, as far as an endpoint knows it.
struct ChatRequest: Sendable {
    let model: String
    var messages: [ChatMessage]
    var isStream = false
    /// What kind of answer is asked for.
    var form = Form.summary
    /// What the endpoint is known not to know.
    var unknown: Set<ChatFeature> = []

    /// What kind of answer is asked for.
    enum Form: Sendable {
        /// A summary, by its schema.
        case summary
        /// The next word in a conversation: a text, or calls of these tools where they may be called.
        case conversation(tools: [ChatTool], mayCall: Bool)
    }

    /// Whether the endpoint may not know the feature, and the request can do without it.
    func uses(_ feature: ChatFeature) -> Bool {
        if case .conversation = form { return isStream && feature == .streamUsage }
        return true
    }

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
        for message in messages { message.write(to: &writer) }
        writer.endArray()
        switch form {
        case .summary: writeFormat(to: &writer)
        case .conversation(let tools, let mayCall):
            if !tools.isEmpty { ChatTool.write(tools, mayCall: mayCall, to: &writer) }
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

    private func writeFormat(to writer: inout JSONWriter) {
        if !unknown.contains(.schema) {
            writer.name("response_format")
            writer.raw(SummarySchema.responseFormat)
        } else if !unknown.contains(.json) {
            writer.name("response_format")
            writer.raw(#"{"type":"json_object"}"#)
        }
    }
}
