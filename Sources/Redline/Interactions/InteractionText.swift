/// The text of an interaction's record, put together from what others say of a turn: the exports of
/// other programs, and the spans of a trace.
///
/// Nothing of it is checked here: that is done where the text is taken as a record.
public struct InteractionText: Sendable {
    /// A call of a tool.
    public struct Call: Sendable {
        /// The tool's name.
        public var name: String
        /// JSON.
        public var arguments: String
        /// JSON.
        public var result: String?
        /// What went wrong; nil where nothing did.
        public var error: String?
        /// How long the call took.
        public var milliseconds: Double?
        /// Whether anybody told how it went.
        public var isKnown: Bool

        /// Creates a call.
        public init(
            name: String,
            arguments: String,
            result: String? = nil,
            error: String? = nil,
            milliseconds: Double? = nil,
            isKnown: Bool
        ) {
            self.name = name
            self.arguments = arguments
            self.result = result
            self.error = error
            self.milliseconds = milliseconds
            self.isKnown = isKnown
        }
    }

    /// By what the interaction is known.
    public var id: String
    /// When the user's message came.
    public var timestamp: Timestamp?
    /// Whose it is, as the source names them.
    public var owner: String?
    /// The conversation.
    public var threadID: String?
    /// What the user wrote.
    public var userMessage: String
    /// What the assistant answered.
    public var assistantResponse: String
    /// The tool calls, in order; nil where nothing is said of any.
    public var calls: [Call]?
    /// What else is known, as names with JSON, in order.
    public private(set) var metadata: [(name: String, json: String)] = []

    /// Creates an interaction without calls and metadata.
    public init(
        id: String,
        timestamp: Timestamp?,
        owner: String?,
        threadID: String?,
        userMessage: String,
        assistantResponse: String
    ) {
        self.id = id
        self.timestamp = timestamp
        self.owner = owner
        self.threadID = threadID
        self.userMessage = userMessage
        self.assistantResponse = assistantResponse
    }

    /// Adds a member of the metadata, unless there is one of that name; nil is left out.
    public mutating func add(_ name: String, json: String?) {
        guard let json, !metadata.contains(where: { $0.name == name }) else { return }
        metadata.append((name, json))
    }

    /// Adds a text to the metadata, unless there is one of that name; nil is left out.
    public mutating func add(_ name: String, _ text: String?) {
        guard let text else { return }
        var json = JSONWriter()
        json.string(text)
        add(name, json: json.text)
    }

    /// Adds a number to the metadata, unless there is one of that name; nil is left out.
    public mutating func add(_ name: String, _ number: Double?) {
        guard let number, number.isFinite else { return }
        var json = JSONWriter()
        if let whole = Int(exactly: number) { json.integer(whole) } else { json.number(number) }
        add(name, json: json.text)
    }

    /// The record, as JSON.
    public var bytes: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("interaction_id", id)
        json.member("timestamp", timestamp.map { "\($0)" })
        json.member("user_id", owner)
        json.member("thread_id", threadID)
        json.member("user_message", userMessage)
        json.member("assistant_response", assistantResponse)
        if let calls {
            json.name("tool_calls")
            json.beginArray()
            for call in calls { call.write(to: &json) }
            json.endArray()
        }
        json.name("metadata")
        json.beginObject()
        for (name, value) in metadata { json.member(name, json: value) }
        json.endObject()
        json.endObject()
        return json.bytes
    }
}

extension InteractionText.Call {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("tool_name", name)
        json.member("arguments", json: arguments)
        json.member("result", json: result)
        json.member("status", error != nil ? "error" : isKnown ? "success" : "unknown")
        json.member("error", error)
        if let milliseconds {
            json.name("duration_ms")
            json.number(max(0, milliseconds))
        }
        json.endObject()
    }
}
