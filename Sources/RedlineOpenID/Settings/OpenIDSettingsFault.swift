/// A setting of the sign-in by OpenID Connect that is not as it has to be.
public struct OpenIDSettingsFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The environment variable.
    public let variable: String
    /// What it has to be; never what it is, which may be a secret.
    public let rule: String

    init(_ variable: String, _ rule: String) {
        self.variable = variable
        self.rule = rule
    }

    /// Both in a sentence.
    public var description: String { "\(variable) \(rule)" }
}
