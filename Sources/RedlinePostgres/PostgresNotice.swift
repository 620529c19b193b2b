/// A notice or warning of the server, which is no error.
public struct PostgresNotice: Sendable, Equatable {
    /// NOTICE, WARNING and so on, in the server's language.
    public let severity: String
    /// The five-character code.
    public let sqlState: String
    /// The primary message, which may quote values.
    public let message: String
}
