import RedlinePostgres

/// What is past the time of an owner's own, and goes row by row.
public struct OwnerPast: Sendable, Equatable {
    /// Whose records.
    public let owner: String
    /// `export` or `interaction`.
    public let kind: String
    /// Records that go.
    public let gone: Int
    /// What their rows take on the disk, with those of their corrections and tool calls.
    public let bytes: Int

    init?(_ row: Row) throws(PostgresError) {
        guard let owner = try row["owner"].string, let kind = try row["kind"].string,
            let gone = try row["gone"].int
        else { return nil }
        self.owner = owner
        self.kind = kind
        self.gone = gone
        bytes = try row["bytes"].int ?? 0
    }
}
