/// Which interactions a list shows, as it was typed.
public struct InteractionQuestion: Sendable {
    /// The names of its parameters.
    public static let names = ["q", "thread", "owner", "from", "to"]

    /// What was typed, by name; what was left open is not there.
    public let values: [String: String]
    /// Where the page begins; empty for the first.
    public let cursor: String

    /// Takes what was asked.
    public init(_ values: [String: String], cursor: String) {
        self.values = values.filter { Self.names.contains($0.key) && !$0.value.isEmpty }
        self.cursor = cursor
    }

    /// As parameters of an address.
    var parameters: [(String, String)] { Self.names.map { ($0, values[$0] ?? "") } }

    func text(_ name: String) -> String { values[name] ?? "" }
}
