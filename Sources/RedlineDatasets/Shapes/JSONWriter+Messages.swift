import Redline

extension JSONWriter {
    /// Messages as the documentation of Hugging Face TRL has them: arguments are objects.
    mutating func trl(_ messages: [ChatMessage]) {
        beginArray()
        for message in messages {
            beginObject()
            name("role")
            string(message.role.rawValue)
            if let call = message.answers {
                name("name")
                string(call.name)
            }
            if message.toolCalls.isEmpty {
                name("content")
                string(message.content)
            } else {
                name("tool_calls")
                beginArray()
                for call in message.toolCalls {
                    beginObject()
                    name("type")
                    string("function")
                    name("function")
                    beginObject()
                    name("name")
                    string(call.name)
                    name("arguments")
                    raw(call.arguments)
                    endObject()
                    endObject()
                }
                endArray()
            }
            endObject()
        }
        endArray()
    }

    /// Messages as OpenAI's API has them: arguments are a string of JSON, calls have ids.
    ///
    /// Where they are weighted, the assistant's marked messages have the weight 0: they are there to
    /// be read, and not to be learned.
    mutating func openAI(_ messages: [ChatMessage], isWeighted: Bool = false) {
        let needsWeights = isWeighted && messages.contains { $0.isMarked }
        beginArray()
        for message in messages {
            beginObject()
            name("role")
            string(message.role.rawValue)
            if let call = message.answers {
                name("tool_call_id")
                string(call.id)
            }
            if message.toolCalls.isEmpty {
                name("content")
                string(message.content)
            } else {
                openAICalls(message.toolCalls)
            }
            if needsWeights, message.role == .assistant {
                name("weight")
                integer(message.isMarked ? 0 : 1)
            }
            endObject()
        }
        endArray()
    }

    private mutating func openAICalls(_ calls: [ChatMessage.ToolCall]) {
        name("tool_calls")
        beginArray()
        for call in calls {
            beginObject()
            name("id")
            string(call.id)
            name("type")
            string("function")
            name("function")
            beginObject()
            name("name")
            string(call.name)
            name("arguments")
            string(call.arguments)
            endObject()
            endObject()
        }
        endArray()
    }

    /// The tools that the messages call, as far as they are known: their names and those of the
    /// arguments that were given.
    mutating func tools(of messages: [ChatMessage]) {
        var names: [String] = []
        var arguments: [String: [String]] = [:]
        for call in messages.flatMap(\.toolCalls) {
            if arguments[call.name] == nil { names.append(call.name) }
            for argument in call.argumentNames
            where arguments[call.name]?.contains(argument) != true {
                arguments[call.name, default: []].append(argument)
            }
            arguments[call.name, default: []] += []
        }
        guard !names.isEmpty else { return }
        name("tools")
        beginArray()
        for tool in names {
            beginObject()
            name("type")
            string("function")
            name("function")
            beginObject()
            name("name")
            string(tool)
            name("parameters")
            beginObject()
            name("type")
            string("object")
            name("properties")
            beginObject()
            for argument in arguments[tool] ?? [] {
                name(argument)
                beginObject()
                endObject()
            }
            endObject()
            endObject()
            endObject()
            endObject()
        }
        endArray()
    }
}
