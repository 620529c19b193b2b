/// A parameter that a report was asked with, and its value.
public struct ReportParameterValue: Hashable, Sendable {
    /// The parameter's name, such as `from`.
    public var name: String
    /// The value that was used, a default included.
    public var value: ReportCell

    /// Makes a parameter.
    public init(name: String, value: ReportCell) {
        self.name = name
        self.value = value
    }

    /// Makes a parameter whose value is text.
    public init(name: String, value: String) {
        self.init(name: name, value: .text(value))
    }
}
