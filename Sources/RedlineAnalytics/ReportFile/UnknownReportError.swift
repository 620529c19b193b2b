/// There is no report of the name that was asked for.
public struct UnknownReportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name that was asked for.
    public let name: String
    /// The report that was probably meant; nil where none comes close.
    public let suggestion: String?

    /// Makes an error of its parts.
    public init(name: String, suggestion: String?) {
        self.name = name
        self.suggestion = suggestion
    }

    /// The name, and the one that was probably meant.
    public var description: String {
        guard let suggestion else { return "there is no report \"\(name)\"" }
        return "there is no report \"\(name)\": did you mean \"\(suggestion)\"?"
    }
}
