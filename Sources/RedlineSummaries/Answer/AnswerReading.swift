import Foundation
import Redline

/// A model's answer held against the schema.
enum AnswerReading: Equatable {
    /// It is a summary.
    case summary([SummaryPart: [Statement]])
    /// It is none, for these reasons; they never repeat the answer.
    case faults([String])

    /// Reads the text of an answer.
    init(_ content: String) {
        guard let root = Self.object(in: content) else {
            self = .faults(["it is not one JSON object"])
            return
        }
        var parts: [SummaryPart: [Statement]] = [:]
        var faults: [String] = []
        for part in SummaryPart.allCases {
            let name = part.rawValue
            guard let value = root[name] else {
                faults.append("\(name) is missing")
                continue
            }
            if part == .executiveSummary {
                guard let text = value.string.map(ShownValue.oneLine), !text.isEmpty else {
                    faults.append("\(name) has to be a string that is not empty")
                    continue
                }
                if text.unicodeScalars.count > SummarySchema.executiveLimit {
                    faults.append("\(name) is over \(SummarySchema.executiveLimit) characters")
                }
                parts[part] = [Statement(text)]
                continue
            }
            guard value.kind == .array, value.elements.allSatisfy({ $0.kind == .string }) else {
                faults.append("\(name) has to be an array of strings")
                continue
            }
            let texts = value.elements.compactMap { $0.string.map(ShownValue.oneLine) }
                .filter { !$0.isEmpty }
            if texts.count > SummarySchema.statementLimit {
                faults.append("\(name) has over \(SummarySchema.statementLimit) elements")
            }
            let longest = texts.map(\.unicodeScalars.count).max() ?? 0
            if longest > SummarySchema.statementCharacters {
                faults.append(
                    "an element of \(name) is over \(SummarySchema.statementCharacters) characters"
                )
            }
            parts[part] = texts.map { Statement($0) }
        }
        self = faults.isEmpty ? .summary(parts) : .faults(faults)
    }

    /// The object of an answer: the whole of it, or what stands between the first brace and the last
    /// where a model talks around it or fences it off.
    private static func object(in content: String) -> JSONView? {
        var text = content[...]
        // What a reasoning model thought aloud is not its answer, braces or not.
        if let end = text.range(of: "</think>", options: .backwards) {
            text = text[end.upperBound...]
        }
        for candidate in [text, between(text)] {
            guard let candidate, let root = ChatAnswer.parsed(Array(candidate.utf8)),
                root.kind == .object
            else { continue }
            return root
        }
        return nil
    }

    private static func between(_ text: Substring) -> Substring? {
        guard let first = text.firstIndex(of: "{"), let last = text.lastIndex(of: "}"),
            first < last
        else { return nil }
        return text[first...last]
    }
}
