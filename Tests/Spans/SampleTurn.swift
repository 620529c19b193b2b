/// One turn of a conversation, as tests tell of it.
package struct SampleTurn: Sendable {
    /// A call of a tool.
    package struct Call: Sendable {
        package var name: String
        /// JSON.
        package var arguments: String
        /// What the tool gave, as the model is told.
        package var result: String
        package var error: String?

        package init(_ name: String, _ arguments: String, _ result: String, error: String? = nil) {
            self.name = name
            self.arguments = arguments
            self.result = result
            self.error = error
        }
    }

    package var user: String
    package var answer: String
    package var calls: [Call]
    package var owner: String?
    package var thread: String?
    package var model = "sample-1"
    /// In nanoseconds since 1970.
    package var start: UInt64
    /// What was said before, from the first turn on.
    package var history: [SampleTurn] = []

    package init(
        _ user: String,
        _ answer: String,
        calls: [Call] = [],
        owner: String? = "ada@example.com",
        thread: String? = "thread-1",
        start: UInt64
    ) {
        self.user = user
        self.answer = answer
        self.calls = calls
        self.owner = owner
        self.thread = thread
        self.start = start
    }
}

/// A message of a conversation, before it is put into a convention's words.
struct SampleMessage {
    var role: String
    var text = ""
    /// The ids and the calls.
    var calls: [(id: String, call: SampleTurn.Call)] = []
    /// The call whose result it is.
    var callID = ""
}

extension SampleTurn {
    /// The messages before the model answers for the last time.
    func messages(withCalls: Bool, seed: UInt64) -> [SampleMessage] {
        var messages = [SampleMessage(role: "system", text: "You help travellers.")]
        for (place, turn) in history.enumerated() {
            messages += turn.own(withCalls: true, seed: seed &+ UInt64(place) &+ 1_000)
            if !turn.answer.isEmpty {
                messages.append(SampleMessage(role: "assistant", text: turn.answer))
            }
        }
        return messages + own(withCalls: withCalls, seed: seed)
    }

    func callID(_ place: Int, _ seed: UInt64) -> String { "call_\(seed)_\(place)" }

    private func own(withCalls: Bool, seed: UInt64) -> [SampleMessage] {
        var messages = [SampleMessage(role: "user", text: user)]
        guard withCalls, !calls.isEmpty else { return messages }
        let asked = calls.enumerated().map { (id: callID($0.offset, seed), call: $0.element) }
        messages.append(SampleMessage(role: "assistant", calls: asked))
        for (id, call) in asked {
            messages.append(SampleMessage(role: "tool", text: call.result, callID: id))
        }
        return messages
    }
}
