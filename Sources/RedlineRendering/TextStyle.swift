/// Where text goes: how wide it may be, and whether it may be coloured.
public struct TextStyle: Hashable, Sendable {
    /// The number of cells in a line; nil where lines may be of any length.
    public var width: Int?
    /// Whether the output is a terminal that shows colours and other attributes.
    public var isTerminal: Bool

    /// Makes a style.
    public init(width: Int? = nil, isTerminal: Bool = false) {
        self.width = width
        self.isTerminal = isTerminal
    }

    /// Lines of any length without colour: for files and pipes.
    public static let plain = TextStyle()

    func bold(_ text: String) -> String { attributed(text, "1") }

    func dim(_ text: String) -> String { attributed(text, "2") }

    func removed(_ text: String) -> String { attributed(text, "31;9") }

    func added(_ text: String) -> String { attributed(text, "32;4") }

    private func attributed(_ text: String, _ attributes: String) -> String {
        guard isTerminal, !text.isEmpty else { return text }
        return "\u{1B}[\(attributes)m\(text)\u{1B}[0m"
    }
}
