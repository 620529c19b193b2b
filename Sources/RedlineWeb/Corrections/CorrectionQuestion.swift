import Redline
import RedlineAnalytics

/// Which corrections are shown, as it was typed.
public struct CorrectionQuestion: Sendable {
    /// The names of its parameters.
    public static let names = [
        "field", "pattern", "change_type", "document_type", "model", "owner", "from", "to",
    ]

    /// What was typed, by name; what was left open is not there.
    public var values: [String: String]
    /// Where the page begins; empty for the first.
    public let cursor: String

    /// Takes what was asked.
    public init(_ values: [String: String], cursor: String = "") {
        self.values = values.filter { Self.names.contains($0.key) && !$0.value.isEmpty }
        self.cursor = cursor
    }

    /// What the report of patterns is asked: it tells documents and models apart where one is chosen.
    public var ofReport: [String: String] {
        var question = values.filter { ["from", "to", "owner"].contains($0.key) }
        question["by"] = grouping
        return question
    }

    var grouping: String {
        (["field"] + Self.contexts.filter { values[$0] != nil }).joined(separator: ",")
    }

    /// The columns of the report that a question may choose one value of.
    static let contexts = ["document_type", "model"]
    static let chosen = contexts + ["pattern", "change_type"]

    /// Whether rows of the report are left out, so that any of them may be among the first.
    public var leavesOutRows: Bool { (Self.chosen + ["field"]).contains { values[$0] != nil } }

    /// As parameters of an address.
    var parameters: [(String, String)] { Self.names.map { ($0, values[$0] ?? "") } }

    func text(_ name: String) -> String { values[name] ?? "" }

    /// The same, of one row of patterns alone.
    func narrowed(_ others: [String: String?]) -> CorrectionQuestion {
        var narrowed = values
        for (name, value) in others { narrowed[name] = value }
        return CorrectionQuestion(narrowed)
    }

    /// The words of a command that choose the same.
    func options(upTo end: String) -> [String] {
        let options = [
            ("field", "field"), ("pattern", "pattern"), ("change-type", "change_type"),
            ("model", "model"), ("document-type", "document_type"), ("owner", "owner"),
            ("from", "from"), (end, "to"),
        ]
        return options.flatMap { option, name -> [String] in
            guard let value = values[name] else { return [] }
            // A value that begins with a hyphen would be taken for an option.
            return value.hasPrefix("-") ? ["--\(option)=\(value)"] : ["--\(option)", value]
        }
    }
}
