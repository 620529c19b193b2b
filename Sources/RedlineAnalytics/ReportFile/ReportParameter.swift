/// One `-- param:` line of a report file.
public struct ReportParameter: Equatable, Sendable {
    /// The name in the SQL, on the command line and in the URL.
    public let name: String
    /// What values it takes.
    public let type: ReportParameterType
    /// The value where none is given; nil for `from` and `to` alone, whose default is of today.
    public let defaultText: String?
    /// What it means, in a sentence.
    public let summary: String

    /// Makes a parameter of its parts.
    public init(name: String, type: ReportParameterType, defaultText: String?, summary: String) {
        self.name = name
        self.type = type
        self.defaultText = defaultText
        self.summary = summary
    }
}
