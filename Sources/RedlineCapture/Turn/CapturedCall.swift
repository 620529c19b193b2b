import Redline

/// A tool call as it was captured.
public struct CapturedCall: Sendable {
    /// By what the call and its result are joined.
    public var id: String
    /// The tool's name.
    public var tool: String
    /// The arguments as the model gave them, JSON where it kept to the protocol.
    public var arguments: String
    /// The result as the model was told it; nil as long as there is none.
    public var result: String?
    /// How the call went, where whoever reported it said so; otherwise the result tells.
    public var status: String?
    /// How long the call itself took, where that was measured.
    public var durationMilliseconds: Double?
    /// From the answer with the call to the request with its result: the tool, and all that the
    /// caller did beside it.
    public var roundTripMilliseconds: Double?

    /// Creates a call.
    public init(
        id: String,
        tool: String,
        arguments: String,
        result: String? = nil,
        status: String? = nil,
        durationMilliseconds: Double? = nil,
        roundTripMilliseconds: Double? = nil
    ) {
        self.id = id
        self.tool = tool
        self.arguments = arguments
        self.result = result
        self.status = status
        self.durationMilliseconds = durationMilliseconds
        self.roundTripMilliseconds = roundTripMilliseconds
    }

    /// The status of a call whose result never came.
    static let withoutResult = "no_result"

    func write(to json: inout JSONWriter, _ fit: (String) -> String) {
        json.beginObject()
        json.member("tool_name", tool.isEmpty ? "(no name)" : fit(tool))
        if !id.isEmpty { json.member("call_id", fit(id)) }
        json.name("arguments")
        json.value(fit(arguments))
        let outcome = ToolOutcome(of: result)
        if let result {
            json.name("result")
            json.value(fit(result))
        }
        json.member("status", status ?? outcome.status)
        json.member("error", outcome.error.map(fit))
        json.member("duration_ms", milliseconds: durationMilliseconds)
        json.member("round_trip_ms", milliseconds: roundTripMilliseconds)
        json.endObject()
    }

    init(restoring view: JSONView) {
        self.init(
            id: view["call_id"]?.string ?? "",
            tool: view["tool_name"]?.string ?? "",
            arguments: view["arguments"].map { $0.string ?? $0.text } ?? "",
            result: view["result"].map { $0.string ?? $0.text },
            durationMilliseconds: view["duration_ms"]?.double,
            roundTripMilliseconds: view["round_trip_ms"]?.double
        )
    }
}

/// What a tool's result says of how the call went.
///
/// The protocol has no status: a result that begins with `Error`, or an object with `is_error` or
/// an `error` that says anything, is a failure, as those who write tools for models have it.
struct ToolOutcome {
    let status: String
    /// The text of the error, where the result is one.
    let error: String?

    init(of result: String?) {
        guard let result else {
            (status, error) = (CapturedCall.withoutResult, nil)
            return
        }
        let text = result.drop(while: \.isWhitespace)
        if text.prefix(5).lowercased() == "error" {
            (status, error) = ("error", result)
            return
        }
        guard text.first == "{", let root = try? JSONDocument(parsing: result).root,
            root["is_error"]?.boolean == true || root["isError"]?.boolean == true
                || Self.saysSomething(root["error"])
        else {
            (status, error) = ("success", nil)
            return
        }
        (status, error) = ("error", (root["error"].map { $0.string ?? $0.text }) ?? result)
    }

    private static func saysSomething(_ error: JSONView?) -> Bool {
        guard let error else { return false }
        return switch error.kind {
        case .null: false
        case .boolean: error.boolean == true
        case .string: error.string?.isEmpty == false
        case .array, .object: error.count > 0
        case .number: error.double != 0
        }
    }
}

extension JSONWriter {
    /// Writes a text as the JSON that it is, or else as a string.
    mutating func value(_ text: String) {
        if CapturedText.isJSON(text) {
            raw(text.utf8)
        } else {
            string(text)
        }
    }
}
