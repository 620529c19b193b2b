import Redline
import RedlineAnalytics
import RedlineRendering

/// An interaction as a person reads it in a terminal.
enum InteractionText {
    static func of(_ entry: InteractionEntry, _ style: TextStyle) -> String {
        var head = "\(entry.occurredAt.toTheSecond)  \(entry.interactionID)"
        if let thread = entry.threadID { head += "  thread \(thread)" }
        if entry.repeatsPrevious { head += "  (repeats the message before)" }
        var text = Emphasis.strong(DisplayText.escaped(head), style) + "\n"
        text += quoted("user", entry.userMessage)
        for call in calls(entry) { text += quoted("tool", call) }
        if !entry.assistantResponse.isEmpty {
            text += quoted("assistant", entry.assistantResponse)
        }
        return text + "\n"
    }

    private static func calls(_ entry: InteractionEntry) -> [String] {
        guard let json = entry.toolCalls, let calls = try? JSONDocument(parsing: json).root else {
            return []
        }
        return calls.elements.map { call in
            var line = "\(call["tool_name"]?.string ?? "?")(\(call["arguments"]?.text ?? ""))"
            line += " \(call["status"]?.string ?? "")"
            if let duration = call["duration_ms"]?.double {
                line += " \(HumanDuration(milliseconds: duration))"
            }
            if let error = call["error"], error.kind != .null {
                line += ": \(error.string ?? error.text)"
            }
            return line
        }
    }

    private static func quoted(_ who: String, _ text: String) -> String {
        let lines = DisplayText.escaped(text, keepingLines: true).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let margin = String(repeating: " ", count: 12)
        let name = who + String(repeating: " ", count: 10 - who.count)
        return "  \(name)" + lines.joined(separator: "\n\(margin)") + "\n"
    }
}

/// Bold type on a terminal.
enum Emphasis {
    static func strong(_ text: String, _ style: TextStyle) -> String {
        style.isTerminal ? "\u{1B}[1m\(text)\u{1B}[0m" : text
    }
}
