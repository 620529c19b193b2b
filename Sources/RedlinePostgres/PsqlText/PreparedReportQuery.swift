/// SQL for the server's extended protocol, made of a report's SQL for psql.
public struct PreparedReportQuery: Equatable, Sendable {
    /// The text for the server.
    ///
    /// `:'name'` has become `$1`, `$2`, ..., and `:"name"` a quoted identifier.
    public let sql: String
    /// The names of the parameters in the order of their numbers.
    ///
    /// A name has one number, wherever it stands.
    public let parameterNames: [String]

    /// Makes a query of its text and the names of its parameters.
    public init(sql: String, parameterNames: [String]) {
        self.sql = sql
        self.parameterNames = parameterNames
    }
}
