/// A setting that is not as it has to be.
public struct SettingsFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The environment variable.
    public let variable: String
    /// What it has to be; never what it is, which may be a key.
    public let rule: String

    /// Creates a fault.
    public init(_ variable: String, _ rule: String) {
        self.variable = variable
        self.rule = rule
    }

    /// Both in a sentence.
    public var description: String { "\(variable) \(rule)" }
}
