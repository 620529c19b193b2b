import Redline

/// A tool that a model may call.
public struct ChatTool: Sendable {
    /// Its name.
    public let name: String
    /// What it does, for the model.
    public let description: String
    /// The JSON Schema of its parameters, as JSON.
    public let parameters: String

    /// Creates a tool.
    public init(name: String, description: String, parameters: String) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }

    static func write(_ tools: [ChatTool], mayCall: Bool, to writer: inout JSONWriter) {
        writer.name("tools")
        writer.beginArray()
        for tool in tools {
            writer.beginObject()
            writer.name("type")
            writer.string("function")
            writer.name("function")
            writer.beginObject()
            writer.name("name")
            writer.string(tool.name)
            writer.name("description")
            writer.string(tool.description)
            writer.name("parameters")
            writer.raw(tool.parameters)
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.name("tool_choice")
        writer.string(mayCall ? "auto" : "none")
    }
}

/// A call of a tool that a model asks for.
public struct ChatToolCall: Sendable, Equatable {
    /// By what its result is told apart from others.
    public let id: String
    /// The tool's name, as the model wrote it.
    public let name: String
    /// The arguments, as the model wrote them: JSON where it kept to the protocol.
    public let arguments: String

    /// Creates a call.
    public init(id: String, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }

    /// Reads the calls of a message; one without an id is known by its place.
    static func calls(of message: JSONView) -> [ChatToolCall] {
        let calls = message["tool_calls"]?.elements ?? []
        return calls.enumerated().map { place, call in
            let function = call["function"]
            return ChatToolCall(
                id: call["id"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? "call_\(place + 1)",
                name: function?["name"]?.string ?? "",
                // Some endpoints give an object where the protocol has its text.
                arguments: function?["arguments"].map { $0.string ?? $0.text } ?? ""
            )
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("id")
        writer.string(id)
        writer.name("type")
        writer.string("function")
        writer.name("function")
        writer.beginObject()
        writer.name("name")
        writer.string(name)
        writer.name("arguments")
        writer.string(arguments)
        writer.endObject()
        writer.endObject()
    }
}
