/// Where a report comes from, so that the same can be asked for again.
public struct ReportOrigin: Hashable, Sendable {
    /// The version of redline that made it.
    public var version: String
    /// The first 16 hexadecimal digits of the SHA-256 of the report's file.
    public var queryHash: String
    /// The command that gives the same again, as of the time through which its data goes.
    public var command: String
    /// The psql line that gives the same rows.
    public var psql: String

    /// Makes an origin of its parts.
    public init(version: String, queryHash: String, command: String, psql: String) {
        self.version = version
        self.queryHash = queryHash
        self.command = command
        self.psql = psql
    }
}
