import Redline

/// An answer that comes in pieces.
struct StreamedAnswer {
    /// What came so far.
    private(set) var answer = ChatAnswer()
    /// Whether the endpoint said that this was all.
    private(set) var isDone = false

    /// Takes an event; gives the text that it adds.
    ///
    /// - Throws: `AttemptFault` where it is an error or no part of an answer.
    mutating func take(_ event: ServerSentEvents.Event) throws(AttemptFault) -> String {
        if event.data.elementsEqual("[DONE]".utf8) {
            isDone = true
            return ""
        }
        guard let root = ChatAnswer.parsed(event.data), root.kind == .object else {
            throw AttemptFault(
                fault: event.name == "error" ? .failed(status: 500) : .badAnswer,
                isPassing: true
            )
        }
        if let error = ReportedError(root) { throw error.attemptFault(status: 500) }
        guard event.name != "error" else { throw ReportedError().attemptFault(status: 500) }
        answer.noteOrigin(root)
        // The last part of all has the tokens and no choice.
        guard let choice = root["choices"]?.elements.first else { return "" }
        if let reason = choice["finish_reason"]?.string { answer.finishReason = reason }
        let delta = choice["delta"] ?? choice["message"]
        if let refusal = delta?["refusal"]?.string { answer.refusal += refusal }
        let text = ChatAnswer.text(delta?["content"])
        answer.content += text
        return text
    }

    /// The answer, when the stream has ended.
    ///
    /// - Throws: `AttemptFault` where it ended before the model had.
    func whole() throws(AttemptFault) -> ChatAnswer {
        guard isDone || answer.finishReason != nil else {
            throw AttemptFault(fault: .unreachable, isPassing: true)
        }
        return answer
    }
}
