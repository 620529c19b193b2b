import Redline

/// How a captured turn ended.
public enum TurnStatus: String, Sendable {
    /// It was answered.
    case ok
    /// The model's side failed.
    case error
    /// The caller went away before the answer was complete.
    case cut
}

/// What is known of the answers of a captured turn: the members of the record's `metadata`.
public struct TurnMetadata: Sendable {
    /// Where it was captured.
    public var source: String
    /// How it ended.
    public var status = TurnStatus.ok
    /// The model that answered last.
    public var model: String?
    /// The model that was asked for.
    public var requestedModel: String?
    /// Tokens of all requests of the turn, where they were told.
    public var tokens: Int?
    /// Those of them that went in.
    public var inputTokens: Int?
    /// Those of them that came out.
    public var outputTokens: Int?
    /// From the first request to the end of the last answer, tools included: as the user waited.
    public var latencyMilliseconds: Double?
    /// What all requests took together, without what the tools took.
    public var modelMilliseconds: Double?
    /// From the last request to the first piece of its answer.
    public var firstTokenMilliseconds: Double?
    /// The requests that were answered.
    public var requests = 0
    /// The requests that failed.
    public var failedRequests = 0
    /// Why the last answer ended.
    public var finishReason: String?
    /// Whether the last answer was a stream.
    public var isStream = false
    /// The last error.
    public var error: CapturedError?
    /// By what the last request is found in the log.
    public var requestID: String?
    /// The id of the last answer.
    public var completionID: String?
    /// The system and developer messages.
    public var instructions: String?
    /// How many answers the caller asked for at once, where more than one; the first is recorded.
    public var choices: Int?
    /// How many texts were cut because they were too long.
    public var cutTexts = 0
    /// The interaction whose turn this goes on with, where that was recorded before it came to its
    /// end.
    public var continues: String?
    /// When the last answer ended.
    public var answeredAt: Timestamp?

    /// Creates metadata of what was captured there.
    public init(source: String) {
        self.source = source
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("source", source)
        json.member("status", status.rawValue)
        json.member("model", model ?? requestedModel)
        json.member("requested_model", requestedModel)
        json.member("tokens_used", tokens)
        json.member("input_tokens", inputTokens)
        json.member("output_tokens", outputTokens)
        json.member("latency_ms", milliseconds: latencyMilliseconds)
        json.member("model_ms", milliseconds: modelMilliseconds)
        json.member("first_token_ms", milliseconds: firstTokenMilliseconds)
        json.member("requests", requests)
        if failedRequests > 0 { json.member("failed_requests", failedRequests) }
        json.member("finish_reason", finishReason)
        json.name("stream")
        json.boolean(isStream)
        if let error {
            json.name("error")
            error.write(to: &json)
        }
        json.member("request_id", requestID)
        json.member("completion_id", completionID)
        json.member("instructions", instructions)
        json.member("choices", choices)
        if cutTexts > 0 { json.member("cut_texts", cutTexts) }
        json.member("continues", continues)
        json.member("answered_at", answeredAt.map { "\($0)" })
        json.endObject()
    }

    init(restoring view: JSONView?) {
        self.init(source: view?["source"]?.string ?? "")
        status = view?["status"]?.string.flatMap { TurnStatus(rawValue: $0) } ?? .ok
        model = view?["model"]?.string
        requestedModel = view?["requested_model"]?.string
        tokens = view?["tokens_used"]?.integer
        inputTokens = view?["input_tokens"]?.integer
        outputTokens = view?["output_tokens"]?.integer
        latencyMilliseconds = view?["latency_ms"]?.double
        modelMilliseconds = view?["model_ms"]?.double
        firstTokenMilliseconds = view?["first_token_ms"]?.double
        requests = view?["requests"]?.integer ?? 0
        failedRequests = view?["failed_requests"]?.integer ?? 0
        finishReason = view?["finish_reason"]?.string
        isStream = view?["stream"]?.boolean ?? false
        error = view?["error"].map { CapturedError(restoring: $0) }
        requestID = view?["request_id"]?.string
        completionID = view?["completion_id"]?.string
        instructions = view?["instructions"]?.string
        choices = view?["choices"]?.integer
        cutTexts = view?["cut_texts"]?.integer ?? 0
        continues = view?["continues"]?.string
        answeredAt = view?["answered_at"]?.string.flatMap { Timestamp($0) }
    }
}

/// What went wrong on the model's side.
public struct CapturedError: Sendable, Equatable {
    /// The status of the answer; nil where there was none.
    public var status: Int?
    /// The error's sort, as the answer named it, or `unreachable` or `timed_out`.
    public var type: String?
    /// Its code.
    public var code: String?
    /// What it says.
    public var message: String?

    /// Creates an error.
    public init(
        status: Int? = nil,
        type: String? = nil,
        code: String? = nil,
        message: String? = nil
    ) {
        self.status = status
        self.type = type
        self.code = code
        self.message = message
    }

    /// The bytes of each of its texts.
    private static let limit = 2_000

    func write(to json: inout JSONWriter) {
        var cut = 0
        json.beginObject()
        json.member("status", status)
        for (name, text) in [("type", type), ("code", code), ("message", message)] {
            json.member(name, text.map { CapturedText.fit($0, Self.limit, &cut) })
        }
        json.endObject()
    }

    init(restoring view: JSONView) {
        self.init(
            status: view["status"]?.integer,
            type: view["type"]?.string,
            code: view["code"]?.string,
            message: view["message"]?.string
        )
    }
}
