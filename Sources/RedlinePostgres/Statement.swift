/// One SQL statement with its parameters, for a pipeline.
public struct Statement: Sendable {
    /// The SQL text.
    public let sql: String
    /// The values of `$1`, `$2` and so on.
    public let parameters: [Parameter]
    /// Whether it runs as a cached prepared statement of the connection.
    public let isPrepared: Bool

    /// Makes a statement.
    public init(_ sql: String, _ parameters: [Parameter] = [], isPrepared: Bool = false) {
        self.sql = sql
        self.parameters = parameters
        self.isPrepared = isPrepared
    }
}
