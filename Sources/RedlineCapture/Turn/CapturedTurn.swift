import Redline

/// One user turn as it was captured: from a message of the user to the assistant's last word, with
/// the tool calls between.
///
/// It knows nothing of how it came. `record` is the interaction that is stored.
public struct CapturedTurn: Sendable {
    /// The id of the interaction.
    public var id: String
    /// Whose it is.
    public var owner: Owner
    /// The conversation.
    public var threadID: String
    /// When the user's message came.
    public var startedAt: Timestamp
    /// What the user wrote.
    public var userMessage: String
    /// The assistant's texts, joined with line feeds.
    public var answer: String
    /// The tool calls, in order.
    public var calls: [CapturedCall]
    /// What is known of the models' answers.
    public var metadata: TurnMetadata

    /// Creates a turn.
    public init(
        id: String,
        owner: Owner,
        threadID: String,
        startedAt: Timestamp,
        userMessage: String,
        answer: String = "",
        calls: [CapturedCall] = [],
        metadata: TurnMetadata
    ) {
        self.id = id
        self.owner = owner
        self.threadID = threadID
        self.startedAt = startedAt
        self.userMessage = userMessage
        self.answer = answer
        self.calls = calls
        self.metadata = metadata
    }

    /// What stands in the place of an answer that nobody gave: a record must not be without one.
    var standIn: String {
        switch metadata.status {
        case .cut: "(no answer: the caller went away)"
        case .error: "(no answer: the request failed)"
        case .ok: "(an empty answer)"
        }
    }

    /// The interaction as JSON, with texts of at most so many bytes each.
    public func record(textLimit: Int = CapturedText.limit) -> [UInt8] {
        var cutTexts = metadata.cutTexts
        func text(_ whole: String) -> String { CapturedText.fit(whole, textLimit, &cutTexts) }
        var json = JSONWriter()
        json.beginObject()
        json.member("interaction_id", id)
        json.member("timestamp", "\(startedAt)")
        json.member("user_id", owner.name)
        json.member("thread_id", threadID)
        json.member("user_message", userMessage.isEmpty ? "(no text)" : text(userMessage))
        let isWithoutAnswer = answer.isEmpty && calls.isEmpty
        json.member("assistant_response", isWithoutAnswer ? standIn : text(answer))
        json.name("tool_calls")
        json.beginArray()
        for call in calls { call.write(to: &json, text) }
        json.endArray()
        var metadata = metadata
        let instructions = metadata.instructions.map {
            CapturedText.fit($0, min(textLimit, CapturedText.instructionLimit), &cutTexts)
        }
        metadata.instructions = instructions
        metadata.cutTexts = cutTexts
        json.name("metadata")
        metadata.write(to: &json)
        json.endObject()
        return json.bytes
    }

    /// Takes a turn back from the record that was made of it; nil where it is none.
    public init?(restoring record: JSONView, owner: Owner) {
        guard let id = record["interaction_id"]?.string,
            let thread = record["thread_id"]?.string,
            let startedAt = record["timestamp"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        self.init(
            id: id,
            owner: owner,
            threadID: thread,
            startedAt: startedAt,
            userMessage: record["user_message"]?.string ?? "",
            answer: record["assistant_response"]?.string ?? "",
            calls: (record["tool_calls"]?.elements ?? []).map { CapturedCall(restoring: $0) },
            metadata: TurnMetadata(restoring: record["metadata"])
        )
    }
}
