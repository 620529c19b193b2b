import Redline

/// An interaction that is put together from what a source says of it.
struct ImportedInteraction {
    struct Call {
        var name: String
        /// JSON.
        var arguments: String
        /// JSON.
        var result: String?
        var error: String?
        var milliseconds: Double?
        /// Whether anybody told how it went.
        var isKnown: Bool
    }

    var id: String
    var timestamp: Timestamp?
    var owner: String?
    var threadID: String?
    var userMessage: String
    var assistantResponse: String
    var calls: [Call] = []
    private(set) var metadata: [(name: String, json: String)] = []

    /// Adds a member of the metadata; nil is left out.
    mutating func add(_ name: String, json: String?) {
        guard let json, !metadata.contains(where: { $0.name == name }) else { return }
        metadata.append((name, json))
    }

    /// Adds a text to the metadata; nil is left out.
    mutating func add(_ name: String, _ text: String?) {
        guard let text else { return }
        var json = JSONWriter()
        json.string(text)
        add(name, json: json.text)
    }

    /// Adds a number to the metadata; nil is left out.
    mutating func add(_ name: String, _ number: Double?) {
        guard let number, number.isFinite else { return }
        var json = JSONWriter()
        if let whole = Int(exactly: number) { json.integer(whole) } else { json.number(number) }
        add(name, json: json.text)
    }

    /// The record.
    var text: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("interaction_id", id)
        json.member("timestamp", timestamp.map { "\($0)" })
        json.member("user_id", owner)
        json.member("thread_id", threadID)
        json.member("user_message", userMessage)
        json.member("assistant_response", assistantResponse)
        if !calls.isEmpty {
            json.name("tool_calls")
            json.beginArray()
            for call in calls { json.call(call) }
            json.endArray()
        }
        json.name("metadata")
        json.beginObject()
        for (name, value) in metadata {
            json.name(name)
            json.raw(value)
        }
        json.endObject()
        json.endObject()
        return json.bytes
    }
}

extension ImportedInteraction.Call {
    /// A call that messages tell of.
    init(_ call: ChatText.Call) {
        self.init(
            name: call.name,
            arguments: call.arguments,
            result: call.result,
            isKnown: call.result != nil
        )
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ text: String?) {
        guard let text else { return }
        self.name(name)
        string(text)
    }

    fileprivate mutating func call(_ call: ImportedInteraction.Call) {
        beginObject()
        member("tool_name", call.name)
        name("arguments")
        raw(call.arguments)
        if let result = call.result {
            name("result")
            raw(result)
        }
        member("status", call.error != nil ? "error" : call.isKnown ? "success" : "unknown")
        member("error", call.error)
        if let milliseconds = call.milliseconds {
            name("duration_ms")
            number(max(0, milliseconds))
        }
        endObject()
    }
}
