import Redline
import RedlineAnalytics
import RedlineRendering

/// One turn of a conversation: what was asked, the calls of tools, and what was answered.
struct ConversationTurn {
    private let entry: InteractionEntry
    private let showsOwner: Bool

    init(_ entry: InteractionEntry, showsOwner: Bool) {
        self.entry = entry
        self.showsOwner = showsOwner
    }

    private var whole: String { entry.record(showsOwner: showsOwner) }

    func html(_ room: inout PageRoom) -> HTML {
        let asked = FoldedText.html(entry.userMessage, &room, whole: whole)
        let calls = toolCalls(&room)
        let answer: HTML
        if entry.assistantResponse.isEmpty {
            answer = "<p class=\"note\">\(Words.Interactions.noAnswer)</p>\n"
        } else {
            answer = FoldedText.html(entry.assistantResponse, &room, whole: whole)
        }
        let repeats: HTML? =
            entry.repeatsPrevious
            ? "<span class=\"tag warn\">\(Words.Interactions.repeats)</span>\n" : nil
        return """
            <li><h2>\(Moment.text(entry.occurredAt))</h2>
            <p class="row small"><a class="id" href="\(whole)">\(entry.interactionID)</a>
            \(repeats)</p>
            <div class="turn asked"><h3>\(Words.Interactions.asked)</h3>
            \(asked)</div>
            \(calls)\
            <div class="turn"><h3>\(Words.Interactions.answered)</h3>
            \(answer)</div>
            \(metadata(&room))</li>

            """
    }

    private func metadata(_ room: inout PageRoom) -> HTML? {
        guard let text = entry.metadata, text != "null", text != "{}", !room.isFull else {
            return nil
        }
        return """
            <details><summary>\(Words.Interactions.metadata)</summary>
            \(FoldedText.html(text, &room, whole: whole))</details>
            """
    }

    private func toolCalls(_ room: inout PageRoom) -> HTML {
        var html = HTML.nothing
        let calls = entry.calls
        for (place, call) in calls.enumerated() {
            // There may be thousands in a turn; the first one always shows.
            guard place == 0 || !room.isFull else {
                let left = "\(GroupedNumber(calls.count - place))"
                html += """
                    <p class="small"><a href="\(whole)">\(Words.Interactions.moreCalls(left))</a></p>

                    """
                break
            }
            html += Self.html(call, &room, whole: whole)
        }
        return html
    }

    private static func html(_ call: JSONView, _ room: inout PageRoom, whole: String) -> HTML {
        let mark: HTML =
            call.isFailedCall
            ? "<span class=\"tag bad\">✗ \(Words.Interactions.failed)</span>" : ""
        let duration = call["duration_ms"]?.double.map { "\(HumanDuration(milliseconds: $0))" }
        let tool = Excerpt.line(call["tool_name"]?.string ?? "?", most: 120)
        let time: HTML? = duration.map { " <span class=\"note\">\($0)</span>" }
        let summary: HTML = """
            <summary>\(Words.Interactions.tool) <code>\(tool)</code> \(mark)\(time)</summary>

            """
        room.take(summary)
        let status = Excerpt.line(call["status"]?.string ?? "", most: 120)
        let parts: [(String, String)] = [
            (Words.Interactions.arguments, "arguments"), (Words.Interactions.result, "result"),
            (Words.Interactions.error, "error"),
        ]
        let texts = parts.compactMap { heading, name -> HTML? in
            guard let value = call[name], value.kind != .null else { return nil }
            let text = FoldedText.html(value.string ?? value.text, &room, whole: whole)
            return "<dt>\(heading)</dt><dd>\(text)</dd>\n"
        }
        return """
            <details class="turn call\(call.isFailedCall ? " low" : "")">\(summary)\
            <dl class="pairs"><dt>\(Words.Interactions.status)</dt><dd>\(status)</dd>
            \(texts)</dl></details>

            """
    }
}
