import NIOCore
import Redline
import RedlineGzip

/// Puts an answer together from its bytes while they go by; a stream's pieces at once, so that no
/// more than the answer itself is kept of it.
struct AnswerAssembly: Sendable {
    private enum Form {
        case events
        case json
    }

    private let form: Form
    private let isGzip: Bool
    private var events = ServerSentEvents()
    private var body: [UInt8] = []
    private var answer = ChatAnswer()
    private var calls: [Int: CapturedCall] = [:]
    private var keptBytes = 0
    private(set) var isDone = false

    /// The bytes that are kept of one answer; what goes beyond is passed on and not recorded.
    static let limit = 4 << 20

    init(contentType: String?, contentEncoding: String?) {
        let encoding = contentEncoding?.lowercased()
        isGzip = encoding == "gzip"
        let isPlain = encoding == nil || encoding == "" || encoding == "identity"
        let isStream = contentType?.lowercased().hasPrefix("text/event-stream") ?? false
        form = isStream && isPlain ? .events : .json
    }

    /// Roughly what it takes in memory.
    var bytes: Int { body.count + keptBytes + events.waitingBytes }

    /// Takes a piece; whether the answer's first word, or call, was in what came so far.
    @discardableResult
    mutating func take(_ piece: ByteBuffer) -> Bool {
        switch form {
        case .json:
            guard body.count + piece.readableBytes <= Self.limit else {
                answer.isCutShort = true
                return true
            }
            body += piece.readableBytesView
            return true
        case .events:
            guard !answer.isCutShort else { return true }
            for event in events.feed(piece.readableBytesView) { take(event) }
            if keptBytes + events.waitingBytes > Self.limit { answer.isCutShort = true }
            return !answer.text.isEmpty || !calls.isEmpty
        }
    }

    /// The answer, when no more comes of it.
    mutating func finish() -> ChatAnswer {
        switch form {
        case .events:
            if let last = events.finish() { take(last) }
            answer.calls = calls.sorted { $0.key < $1.key }.map(\.value)
        case .json: finishBody()
        }
        return answer
    }

    private mutating func finishBody() {
        if isGzip {
            guard let unpacked = try? Gzip.inflate(body, limit: Self.limit) else {
                answer.isCutShort = true
                return
            }
            body = unpacked
        }
        var limits = JSONLimits.record
        limits.bytes = Self.limit
        if let root = try? JSONDocument(parsing: body, limits: limits).root {
            answer.takeBody(root)
            isDone = answer.finishReason != nil
        }
        body = []
    }

    private mutating func take(_ event: ServerSentEvents.Event) {
        if event.data.elementsEqual("[DONE]".utf8) {
            isDone = true
            return
        }
        guard let root = try? JSONDocument(parsing: event.data).root else { return }
        answer.takeHead(root)
        guard let choice = ChatAnswer.first(root["choices"]) else { return }
        if let reason = choice["finish_reason"]?.string { answer.finishReason = reason }
        guard let delta = choice["delta"] else { return }
        if let text = delta["content"]?.string ?? delta["refusal"]?.string { append(text) }
        for call in delta["tool_calls"]?.elements ?? [] { append(call) }
    }

    private mutating func append(_ text: String) {
        keptBytes += text.utf8.count
        answer.text += text
    }

    private mutating func append(_ piece: JSONView) {
        let index = piece["index"]?.integer ?? calls.count
        var call = calls[index] ?? CapturedCall(id: "", tool: "", arguments: "")
        if let id = piece["id"]?.string, !id.isEmpty { call.id = id }
        if let name = piece["function"]?["name"]?.string { call.tool += name }
        if let arguments = piece["function"]?["arguments"]?.string {
            call.arguments += arguments
            keptBytes += arguments.utf8.count
        }
        keptBytes += 64
        calls[index] = call
    }
}
