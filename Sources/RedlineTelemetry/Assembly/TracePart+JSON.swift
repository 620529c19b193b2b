import Redline

/// Parts as JSON: how they wait for the rest of their trace.
extension TracePart {
    var jsonBytes: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("id", id)
        json.member("kind", kind.rawValue)
        json.member("span_id", spanID)
        json.member("parent_id", parentID)
        // As texts: 64-bit integers are more than what JSON's readers agree on.
        json.member("start", "\(start)")
        json.member("end", "\(end)")
        json.member("thread_id", threadID)
        json.member("model", model)
        json.member("response_id", responseID)
        json.member("finish_reason", finishReason)
        if let tokens {
            json.name("tokens")
            json.integer(tokens)
        }
        json.messages("input", input)
        json.messages("output", output)
        if let tool {
            json.name("tool")
            json.beginObject()
            json.member("name", tool.name)
            json.member("call_id", tool.callID)
            json.member("arguments", json: tool.arguments)
            json.member("result", json: tool.result)
            json.endObject()
        }
        json.member("evaluation", json: evaluation)
        json.member("error", error)
        json.endObject()
        return json.bytes
    }

    /// Reads a part; nil where the JSON is none.
    init?(_ view: JSONView) {
        guard let id = view["id"]?.string,
            let kind = view["kind"]?.string.flatMap({ Kind(rawValue: $0) }),
            let spanID = view["span_id"]?.string,
            let start = view["start"]?.string.flatMap({ Int64($0) }),
            let end = view["end"]?.string.flatMap({ Int64($0) })
        else { return nil }
        self.init(id: id, kind: kind, spanID: spanID, start: start, end: end)
        parentID = view["parent_id"]?.string
        threadID = view["thread_id"]?.string
        model = view["model"]?.string
        responseID = view["response_id"]?.string
        finishReason = view["finish_reason"]?.string
        tokens = view["tokens"]?.integer
        input = view["input"]?.elements.compactMap { ChatMessage(part: $0) } ?? []
        output = view["output"]?.elements.compactMap { ChatMessage(part: $0) } ?? []
        if let run = view["tool"] {
            tool = ToolRun(
                name: run["name"]?.string ?? "",
                callID: run["call_id"]?.string,
                arguments: run["arguments"]?.text,
                result: run["result"]?.text
            )
        }
        evaluation = view["evaluation"]?.text
        error = view["error"]?.string
    }
}

extension ChatMessage {
    fileprivate init?(part view: JSONView) {
        guard let role = view["role"]?.string.flatMap({ Role(rawValue: $0) }) else { return nil }
        self.init(role: role, text: view["text"]?.string ?? "")
        calls =
            view["calls"]?.elements.map { call in
                Call(
                    id: call["id"]?.string,
                    name: call["name"]?.string ?? "",
                    arguments: call["arguments"]?.text
                )
            } ?? []
        results =
            view["results"]?.elements.map { result in
                Result(id: result["id"]?.string, value: result["result"]?.text ?? "null")
            } ?? []
    }
}

extension JSONWriter {
    fileprivate mutating func messages(_ name: String, _ messages: [ChatMessage]) {
        guard !messages.isEmpty else { return }
        self.name(name)
        beginArray()
        for message in messages {
            beginObject()
            member("role", message.role.rawValue)
            if !message.text.isEmpty { member("text", message.text) }
            if !message.calls.isEmpty {
                self.name("calls")
                beginArray()
                for call in message.calls {
                    beginObject()
                    member("id", call.id)
                    member("name", call.name)
                    member("arguments", json: call.arguments)
                    endObject()
                }
                endArray()
            }
            if !message.results.isEmpty {
                self.name("results")
                beginArray()
                for result in message.results {
                    beginObject()
                    member("id", result.id)
                    member("result", json: result.value)
                    endObject()
                }
                endArray()
            }
            endObject()
        }
        endArray()
    }
}
