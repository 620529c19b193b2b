import Redline

/// One message of a conversation with a model, whichever convention told of it.
struct ChatMessage: Sendable, Equatable {
    /// Who speaks.
    enum Role: String, Sendable {
        case system
        case user
        case assistant
        case tool
    }

    /// A call of a tool that the model asks for.
    struct Call: Sendable, Equatable {
        var id: String?
        var name: String
        /// JSON, or nil where nobody says.
        var arguments: String?
    }

    /// What a call gave.
    struct Result: Sendable, Equatable {
        var id: String?
        /// JSON.
        var value: String
    }

    var role: Role
    var text = ""
    var calls: [Call] = []
    var results: [Result] = []

    /// Whether it says nothing at all.
    var isEmpty: Bool { text.isEmpty && calls.isEmpty && results.isEmpty }
}

extension ChatMessage.Role {
    /// The role of that name, in whichever of the spellings that are about.
    init?(name: String) {
        switch name.lowercased() {
        case "system", "developer": self = .system
        case "user", "human": self = .user
        case "assistant", "ai", "model": self = .assistant
        case "tool", "function": self = .tool
        default: return nil
        }
    }
}

/// Texts that may be JSON.
enum JSONText {
    /// The JSON of a call's arguments or result: an object or an array is taken as such, whatever
    /// else a text says is a string.
    static func of(_ text: String) -> String {
        let first = text.utf8.first { $0 > 0x20 }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let document = try? JSONDocument(parsing: text)
        {
            return document.root.text
        }
        return quoted(text)
    }

    /// The same of a value that may be structured already.
    static func of(_ value: JSONView) -> String? {
        switch value.kind {
        case .null: nil
        case .string: of(value.string ?? "")
        default: value.text
        }
    }

    /// The same of an attribute.
    static func of(_ value: TelemetryValue?) -> String? {
        switch value {
        case nil, .none?: nil
        case .string(let text)?: of(text)
        case let other?: String(decoding: other.jsonBytes, as: UTF8.self)
        }
    }

    /// A text as a JSON string.
    static func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.string(text)
        return json.text
    }
}
